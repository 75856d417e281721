import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { changeSetSchema } from '#core/catalogue/change-set.ts'
import { feedHeadSchema, positionSchema, replySchema, stockLevelsSchema } from '#core/protocol/messages.ts'
import type { LinkContext } from '#kiosk/link/link-context.ts'
import { applyIfFree, fetchIfBehind, takeChanges, takeFeedHead } from '#kiosk/link/link-feed.ts'
import { takePosition } from '#kiosk/link/link-journal.ts'
import { takeReply } from '#kiosk/link/link-requests.ts'
import type { LinkState } from '#kiosk/link/link-state.ts'
import { inTurn, result, type StepResult } from '#kiosk/link/step-result.ts'

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Take = (state: LinkState, context: LinkContext, value: unknown) => StepResult

const taking =
  <S extends TSchema>(
    schema: S,
    take: (state: LinkState, context: LinkContext, value: Static<S>) => StepResult,
  ): Take =>
  (state, context, value) =>
    Check(schema, value) ? take(state, context, value) : result({ ...state, invalidCount: state.invalidCount + 1 })

const takers = {
  position: taking(positionSchema, takePosition),
  reply: taking(replySchema, (state, _context, reply) => takeReply(state, reply)),
  feed: taking(feedHeadSchema, takeFeedHead),
  changes: taking(changeSetSchema, (state, context, set) =>
    inTurn(
      takeChanges(state, context, [set]),
      (next) => applyIfFree(next, context),
      (next) => fetchIfBehind(next, context),
    ),
  ),
  stock: taking(stockLevelsSchema, (state, context, { levels }) => {
    context.catalogue.setStockLevels(levels)
    return result(state)
  }),
}

const takerOf = (topic: string, { topics: { own, all } }: LinkContext): Take | undefined => {
  switch (topic) {
    case own.position:
      return takers.position
    case own.reply:
      return takers.reply
    case all.feed:
      return takers.feed
    case all.changes:
      return takers.changes
    case all.stock:
      return takers.stock
    default:
      return undefined
  }
}

/** Takes a message from the hub; one that does not fit its schema is counted and changes nothing. */
export const takeMessage = (state: LinkState, context: LinkContext, topic: string, text: string): StepResult => {
  const take = takerOf(topic, context)
  // Topics of later versions are not for this one.
  return take === undefined ? result(state) : take(state, context, parse(text))
}
