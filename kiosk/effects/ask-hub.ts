import { Type, type TSchema } from 'typebox'
import { Check } from 'typebox/value'
import type { Reply } from '#core/protocol/messages.ts'
import { releasedTillsSchema } from '#core/protocol/release-tills.ts'
import { reservedSchema } from '#core/protocol/reserve.ts'
import {
  foundCustomersSchema,
  foundSalesSchema,
  heldListSchema,
  heldTakenSchema,
  lookedUpSaleSchema,
} from '#core/protocol/store-requests.ts'
import { tillRecordSchema } from '#core/protocol/till-record.ts'
import type { RequestOperation } from '#core/protocol/topics.ts'
import type { HubReply } from '#kiosk/state/hub-question.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'

/** Asks the hub; 'unavailable' when it is away or does not answer in time. */
export type AskHub = (
  operation: RequestOperation,
  fields: Readonly<Record<string, unknown>>,
) => Promise<Reply | 'unavailable'>

const answers: Readonly<Record<RequestOperation, TSchema>> = {
  sale_lookup: lookedUpSaleSchema,
  sale_search: foundSalesSchema,
  customer_search: foundCustomersSchema,
  reserve: reservedSchema,
  release: Type.Unknown(),
  release_tills: releasedTillsSchema,
  held_put: Type.Unknown(),
  held_list: heldListSchema,
  held_take: heldTakenSchema,
  till_record: tillRecordSchema,
}

/** A reply, checked against what its operation answers. */
export const replyOf = (operation: RequestOperation, reply: Reply | 'unavailable'): HubReply => {
  if (reply === 'unavailable') return { outcome: 'away' }
  if ('problem' in reply) return { outcome: 'problem', ...reply.problem }
  if (!Check(answers[operation], reply.result)) {
    return { outcome: 'problem', code: 'answer_invalid', detail: 'The hub’s answer was not understood.' }
  }
  // Checked against the schema of just this operation; TypeScript cannot follow that through the table.
  return { outcome: 'answered', operation, result: reply.result } as HubReply
}

/** Asks a question of the state's, and tells the till the answer whenever it comes. */
export async function askHub(
  { ask, tell }: { readonly ask: AskHub; readonly tell: (...events: readonly TillEvent[]) => void },
  { operation, fields, purpose }: Extract<TillEffect, { type: 'ask_hub' }>,
): Promise<void> {
  const reply = await ask(operation, fields)
  tell({ type: 'hub_answered', purpose, reply: replyOf(operation, reply) })
}
