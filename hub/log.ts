import { destination, pino, type Logger } from 'pino'
import { logOptions } from '#core/privacy/log-options.ts'

/** Where a log goes: a file, or a descriptor such as 1 for standard output. */
export interface LogTarget {
  readonly level: string
  readonly file: string | number
}

/** A log of JSON lines without secrets, card numbers or people: what no log may hold is taken out before it is written. */
export const createLog = ({ level, file }: LogTarget): Logger =>
  pino(
    { ...logOptions(level), timestamp: pino.stdTimeFunctions.isoTime },
    destination({ dest: file, sync: true, mkdir: true }),
  )
