import { setInterval as every } from 'node:timers/promises'
import type { FaultScreen } from '#kiosk/fault-screen.ts'
import { Ballast } from '#kiosk/store/ballast.ts'
import { FAULTS_IN_A_ROW_MAX, type FaultNote, type FaultRecord } from '#kiosk/store/fault-record.ts'
import { storageFault } from '#kiosk/store/storage-fault.ts'
import { DataNewerError } from '#kiosk/store/store-errors.ts'
import { dataNewer, diskFailing, noRoomToStart, stopsAgain, type FaultWords } from '#kiosk/text/fault-texts.ts'

/** Somebody made room: the till starts within so long. */
const ROOM_POLL_MS = 5_000

/** Keys that come so soon were typed before anybody could read a word: they were meant for the till that stopped. */
const UNREAD_MS = 500

const CTRL_C = '\u0003'
const CTRL_Q = '\u0011'

/** What a person in front of a fault screen wants. */
export type FaultAnswer = 'again' | 'quit'

const wordsOf = ({ fault, detail }: Pick<FaultNote, 'fault' | 'detail'>): FaultWords => {
  if (fault === 'full') return noRoomToStart
  return fault === 'other' ? stopsAgain(detail) : diskFailing(detail)
}

/** The words for an error that kept a till from starting; undefined where nobody at the till can do anything about it. */
export const startFaultWords = (error: unknown): FaultWords | undefined => {
  if (error instanceof DataNewerError) return dataNewer(error.message)
  const fault = storageFault(error)
  return fault === undefined ? undefined : wordsOf({ fault, detail: String(error) })
}

/** Resolves when Enter, Ctrl-C or Ctrl-Q is pressed. */
const keyPressed = async (stdin: NodeJS.ReadStream): Promise<FaultAnswer> =>
  new Promise((resolve) => {
    const readableFromMs = performance.now() + UNREAD_MS
    const onData = (bytes: Buffer): void => {
      if (performance.now() < readableFromMs) return
      const text = bytes.toString('latin1')
      const isQuit = text.includes(CTRL_C) || text.includes(CTRL_Q)
      if (!isQuit && !text.includes('\r')) return
      // Not paused: a till that is opened now reads on.
      stdin.off('data', onData)
      resolve(isQuit ? 'quit' : 'again')
    }
    stdin.setRawMode(true).resume().on('data', onData)
  })

const roomIsMade = async (folder: string, signal: AbortSignal): Promise<FaultAnswer> => {
  const ballast = new Ballast(folder)
  for await (const _tick of every(ROOM_POLL_MS, undefined, { signal })) if (ballast.make()) break
  return 'again'
}

/** What a fault is met with. */
export interface FaultParts {
  readonly folder: string
  readonly faults: FaultRecord
  readonly screen: FaultScreen
  readonly stdin: NodeJS.ReadStream
}

/** Shows a fault until somebody answers it; a full disk also until there is room. */
export const showFault = async ({ folder, screen, stdin }: FaultParts, words: FaultWords): Promise<FaultAnswer> => {
  screen.show(words)
  const ended = new AbortController()
  const never = new Promise<FaultAnswer>(() => undefined)
  const room = words === noRoomToStart ? roomIsMade(folder, ended.signal).catch(async () => never) : never
  const answer = await Promise.race([keyPressed(stdin), room])
  ended.abort()
  screen.close()
  return answer
}

/** Stops a till that stopped by itself again and again, until somebody has looked at it. */
export const meetRepeatedFaults = async (parts: FaultParts): Promise<FaultAnswer> => {
  const note = parts.faults.read()
  if (note.count < FAULTS_IN_A_ROW_MAX) return 'again'
  const answer = await showFault(parts, wordsOf(note))
  parts.faults.clear()
  return answer
}
