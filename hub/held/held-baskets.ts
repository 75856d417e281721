import type { HeldAtHub, HeldPutRequest } from '#core/protocol/store-requests.ts'
import type { Reader, Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'

/** Baskets in one list: what a message holds; nobody scrolls through more. */
const LISTED_MAX = 200

const insertHeld = defineQuery((db, p: Omit<HeldPutRequest, 'requestId'> & { deviceId: string; tillName: string }) =>
  db.insertInto('held_baskets').orIgnore().values({
    held_basket_id: p.heldBasketId,
    device_id: p.deviceId,
    till_name: p.tillName,
    operator_name: p.operatorName,
    held_at: p.heldAt,
    line_count: p.lineCount,
    total_minor: p.totalMinor,
    basket: p.basket,
    taken_by: null,
  }),
)

const waitingBaskets = defineQuery((db, p: { limit: number }) =>
  db
    .selectFrom('held_baskets')
    .select(['held_basket_id', 'till_name', 'operator_name', 'held_at', 'line_count', 'total_minor'])
    .where('taken_by', 'is', null)
    .orderBy('held_at')
    .limit(p.limit),
)

const findHeld = defineQuery((db, p: { heldBasketId: string }) =>
  db.selectFrom('held_baskets').select(['basket', 'taken_by']).where('held_basket_id', '=', p.heldBasketId),
)

// What is taken is in that till's journal from now on; the text is not needed twice.
const markTaken = defineQuery((db, p: { heldBasketId: string; deviceId: string }) =>
  db
    .updateTable('held_baskets')
    .set({ taken_by: p.deviceId })
    .where('held_basket_id', '=', p.heldBasketId)
    .where('taken_by', 'is', null),
)

// A basket names its customer. A till that asks for something else has what it took before.
const forgetTaken = defineQuery((db, p: { heldBasketId: string; deviceId: string }) =>
  db
    .updateTable('held_baskets')
    .set({ basket: '' })
    .where('taken_by', '=', p.deviceId)
    .where('held_basket_id', '!=', p.heldBasketId)
    .where('basket', '!=', ''),
)

/** Keeps a basket that a till set aside, for any till to recall; one that is here already stays as it is. */
export async function putHeld(tx: Tx, device: EnrolledDevice, request: HeldPutRequest): Promise<void> {
  await tx.run(forgetTaken, { heldBasketId: request.heldBasketId, deviceId: device.id })
  await tx.run(insertHeld, { ...request, deviceId: device.id, tillName: device.name })
}

/** The baskets that wait, longest held first. */
export async function listHeld(reader: Reader): Promise<HeldAtHub[]> {
  const rows = await reader.all(waitingBaskets, { limit: LISTED_MAX })
  return rows.map((row) => ({
    heldBasketId: row.held_basket_id,
    tillName: row.till_name,
    operatorName: row.operator_name,
    heldAt: row.held_at,
    lineCount: row.line_count,
    totalMinor: row.total_minor,
  }))
}

/**
 * Gives a basket to the till that recalls it, once; undefined where there is none, or another till has it. The same till
 * asks again when an answer was lost, and gets it again.
 */
export async function takeHeld(tx: Tx, device: EnrolledDevice, heldBasketId: string): Promise<string | undefined> {
  const held = await tx.one(findHeld, { heldBasketId })
  if (held === undefined || (held.taken_by !== null && held.taken_by !== device.id)) return undefined
  await tx.run(markTaken, { heldBasketId, deviceId: device.id })
  await tx.run(forgetTaken, { heldBasketId, deviceId: device.id })
  return held.basket === '' ? undefined : held.basket
}
