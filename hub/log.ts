import { destination, pino, type DestinationStream, type Logger } from 'pino'
import { logOptions } from '#core/privacy/log-options.ts'

/** Where a log goes: a file, or a descriptor such as 1 for standard output. */
export interface LogTarget {
  readonly level: string
  readonly file: string | number
}

/** Lines that wait for room on a full disk; what comes beyond is dropped. */
const WAITING_BYTES_MAX = 1024 * 1024

/** A log that cannot be written must not end the program, which may be about to say that the disk is full. */
const openTarget = (file: string | number): DestinationStream => {
  const target = destination({ dest: file, sync: true, mkdir: true, maxLength: WAITING_BYTES_MAX })
  target.on('error', () => {})
  return target
}

/** A log of JSON lines without secrets, card numbers or people: what no log may hold is taken out before it is written. */
export const createLog = ({ level, file }: LogTarget): Logger =>
  pino({ ...logOptions(level), timestamp: pino.stdTimeFunctions.isoTime }, openTarget(file))
