import type { AskHub } from '#kiosk/effects/ask-hub.ts'

/** The hub applies what a till wrote within milliseconds; together they wait less than a request may take. */
const PAUSES_MS = [100, 250, 500, 1_000, 2_000]

/** Asks again where the hub has not yet applied all that this till wrote; a few times, since somebody waits at the till. */
export const askPatiently =
  (ask: AskHub, pause: (delayMs: number) => Promise<unknown>): AskHub =>
  async (operation, fields) => {
    for (const delayMs of PAUSES_MS) {
      const reply = await ask(operation, fields)
      const isBehind = reply !== 'unavailable' && 'problem' in reply && reply.problem.code === 'till_not_caught_up'
      if (!isBehind) return reply
      await pause(delayMs)
    }
    return ask(operation, fields)
  }
