import { destination, pino, type Logger } from 'pino'
import { scrub, scrubText } from '#core/privacy/scrub.ts'

/** Where a log goes: a file, or a descriptor such as 1 for standard output. */
export interface LogTarget {
  readonly level: string
  readonly file: string | number
}

const scrubArgument = (argument: unknown): unknown => (typeof argument === 'string' ? scrubText(argument) : argument)

/** A log of JSON lines without secrets, card numbers or people: what no log may hold is taken out before it is written. */
export function createLog({ level, file }: LogTarget): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Our own scrubbing turns errors into plain fields, so pino's serializer has nothing left to do.
      serializers: { err: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        // An object scrubs to an object.
        log: (fields) => scrub(fields) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args
          method.apply(this, [scrubArgument(first), ...rest.map(scrubArgument)] as Parameters<typeof method>)
        },
      },
    },
    destination({ dest: file, sync: true, mkdir: true }),
  )
}
