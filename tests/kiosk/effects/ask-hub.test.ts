import { expect, test } from 'vitest'
import type { Reply } from '#core/protocol/messages.ts'
import { askHub } from '#kiosk/effects/ask-hub.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'

const requestId = '0197f9a0-0000-7000-8000-000000000001'
const reservationId = '0197f9a0-0000-7000-8000-000000000002'

const told = async (answer: Reply | 'unavailable'): Promise<TillEvent | undefined> => {
  const events: TillEvent[] = []
  const asked: unknown[] = []
  await askHub(
    {
      ask: async (operation, fields) => {
        asked.push([operation, fields])
        return answer
      },
      tell: (...more) => void events.push(...more),
    },
    {
      type: 'ask_hub',
      operation: 'reserve',
      fields: { reservationId },
      purpose: { type: 'release', reservationId },
    },
  )
  expect(asked).toEqual([['reserve', { reservationId }]])
  expect(events).toHaveLength(1)
  return events[0]
}

test('the purpose comes back with the answer', async () => {
  expect(await told({ requestId, result: { reservationId } })).toEqual({
    type: 'hub_answered',
    purpose: { type: 'release', reservationId },
    reply: { outcome: 'answered', operation: 'reserve', result: { reservationId } },
  })
})

test('a hub that is away, one that refuses, and one that is not understood are told apart', async () => {
  expect(await told('unavailable')).toMatchObject({ reply: { outcome: 'away' } })
  const problem = { code: 'coupon_used_up', detail: 'Used up.' }
  expect(await told({ requestId, problem })).toMatchObject({ reply: { outcome: 'problem', ...problem } })
  expect(await told({ requestId, result: { reservationId: 7 } })).toMatchObject({
    reply: { outcome: 'problem', code: 'answer_invalid' },
  })
})
