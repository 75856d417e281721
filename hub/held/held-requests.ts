import { DomainError } from '#core/errors/domain-error.ts'
import { heldPutRequestSchema, heldTakeRequestSchema } from '#core/protocol/store-requests.ts'
import {
  plainRequestSchema,
  requestHandler,
  type RequestHandler,
  type RequestParts,
} from '#hub/broker/request-handler.ts'
import { listHeld, putHeld, takeHeld } from '#hub/held/held-baskets.ts'

/** Baskets that are set aside at one till and recalled at another. */
export const heldRequests = ({
  database,
}: Pick<RequestParts, 'database'>): Readonly<Record<'held_put' | 'held_list' | 'held_take', RequestHandler>> => ({
  held_put: requestHandler(heldPutRequestSchema, async (request, device) => {
    await database.write(async (tx) => putHeld(tx, device, request))
    return {}
  }),
  held_list: requestHandler(plainRequestSchema, async () => ({ held: await listHeld(database.read) })),
  held_take: requestHandler(heldTakeRequestSchema, async ({ heldBasketId }, device) => {
    const basket = await database.write(async (tx) => takeHeld(tx, device, heldBasketId))
    if (basket === undefined) throw new DomainError('not_found', 'This sale is held no more: somebody recalled it.')
    return { heldBasketId, basket }
  }),
})
