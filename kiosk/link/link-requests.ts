import type { Reply } from '#core/protocol/messages.ts'
import type { LinkContext } from '#kiosk/link/link-context.ts'
import type { LinkEvent } from '#kiosk/link/link-event.ts'
import type { LinkState } from '#kiosk/link/link-state.ts'
import { result, type StepResult } from '#kiosk/link/step-result.ts'

/** The hub answers in milliseconds; somebody waits at the till. */
const REPLY_TIMEOUT_MS = 5_000

/** Requests open at once: a till asks for one thing at a time, a few may linger. */
const OPEN_REQUESTS_MAX = 16

/** Asks the hub, or says at once that it cannot be asked. */
export const ask = (
  state: LinkState,
  context: LinkContext,
  { requestId, operation, fields }: Extract<LinkEvent, { type: 'request' }>,
): StepResult => {
  if (state.phase !== 'up' || state.requests.size >= OPEN_REQUESTS_MAX) {
    return result(state, { type: 'settle', requestId, reply: 'unavailable' })
  }
  const requests = new Map(state.requests).set(requestId, context.nowMs + REPLY_TIMEOUT_MS)
  const text = JSON.stringify({ requestId, ...fields })
  return result({ ...state, requests }, { type: 'publish', topic: context.topics.own.request(operation), text })
}

/** Takes an answer, once; a second one to the same request is dropped. */
export const takeReply = (state: LinkState, reply: Reply): StepResult => {
  if (!state.requests.has(reply.requestId)) return result(state)
  const requests = new Map(state.requests)
  requests.delete(reply.requestId)
  return result({ ...state, requests }, { type: 'settle', requestId: reply.requestId, reply })
}

/** Gives up requests whose time is over; all of them when the connection is gone. */
export const giveUpRequests = (state: LinkState, untilMs: number): StepResult => {
  const over = [...state.requests].filter(([, deadlineMs]) => deadlineMs <= untilMs)
  if (over.length === 0) return result(state)
  const requests = new Map([...state.requests].filter(([, deadlineMs]) => deadlineMs > untilMs))
  return result(
    { ...state, requests },
    ...over.map(([requestId]) => ({ type: 'settle', requestId, reply: 'unavailable' }) as const),
  )
}
