import type { NewId } from '#core/ports/new-id.ts'
import type { Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

/** A fact about this database, by its name. */
export const findHubFact = defineQuery((db, p: { name: string }) =>
  db.selectFrom('hub_facts').select('value').where('name', '=', p.name),
)

export const keepHubFact = defineQuery((db, p: { name: string; value: string }) =>
  db.replaceInto('hub_facts').values({ name: p.name, value: p.value }),
)

/** The name of the hub's id among the devices. */
export const HUB_DEVICE_ID = 'hub_device_id'

/** The hub's id among the devices, made with its database. */
export async function hubDeviceId(tx: Tx, newId: NewId): Promise<string> {
  const known = await tx.one(findHubFact, { name: HUB_DEVICE_ID })
  if (known) return known.value
  const value = newId()
  await tx.run(keepHubFact, { name: HUB_DEVICE_ID, value })
  return value
}
