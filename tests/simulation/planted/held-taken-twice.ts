import type { Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import { listHeld, putHeld } from '#hub/held/held-baskets.ts'

export { listHeld, putHeld }

const findBasket = defineQuery((db, p: { heldBasketId: string }) =>
  db.selectFrom('held_baskets').select('basket').where('held_basket_id', '=', p.heldBasketId),
)

/** Planted: the hub gives a basket to whoever asks, and does not note that somebody has it. */
export async function takeHeld(tx: Tx, _device: EnrolledDevice, heldBasketId: string): Promise<string | undefined> {
  return (await tx.one(findBasket, { heldBasketId }))?.basket
}
