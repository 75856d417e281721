import { scrub, scrubText } from '#core/privacy/scrub.ts'

const scrubArgument = (argument: unknown): unknown => (typeof argument === 'string' ? scrubText(argument) : argument)

// pino writes a bare error's message past every scrubbing; as a field beside its own clean text it passes through it.
const withoutBareError = (args: readonly unknown[]): readonly unknown[] => {
  const [first, ...rest] = args
  return first instanceof Error ? [{ err: first }, ...(rest.length === 0 ? [first.message] : rest)] : args
}

type LogMethod = (this: unknown, ...args: unknown[]) => void

/** The part of pino's options that keeps a log clean. */
export interface LogOptions {
  readonly level: string
  readonly base: null
  readonly serializers: { readonly err: (error: unknown) => unknown }
  readonly formatters: {
    readonly level: (label: string) => object
    readonly log: (fields: Record<string, unknown>) => Record<string, unknown>
  }
  readonly hooks: { readonly logMethod: (this: unknown, args: unknown[], method: LogMethod) => void }
}

/**
 * What every program hands to pino, so that no log holds secrets, card numbers or people: fields and texts are scrubbed
 * before they are written.
 */
export const logOptions = (level: string): LogOptions => ({
  level,
  base: null,
  // Our own scrubbing turns errors into plain fields, so pino's serializer has nothing left to do.
  serializers: { err: (error: unknown): unknown => error },
  formatters: {
    level: (label: string): object => ({ level: label }),
    // An object scrubs to an object.
    log: (fields: Record<string, unknown>): Record<string, unknown> => scrub(fields) as Record<string, unknown>,
  },
  hooks: {
    logMethod(this: unknown, args: unknown[], method: LogMethod): void {
      method.apply(this, withoutBareError(args).map(scrubArgument))
    },
  },
})
