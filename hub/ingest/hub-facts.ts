import type { NewId } from '#core/ports/new-id.ts'
import type { Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

const findHubFact = defineQuery((db, p: { name: string }) =>
  db.selectFrom('hub_facts').select('value').where('name', '=', p.name),
)

const keepHubFact = defineQuery((db, p: { name: string; value: string }) =>
  db.insertInto('hub_facts').values({ name: p.name, value: p.value }),
)

/** The hub's id among the devices, made with its database. */
export async function hubDeviceId(tx: Tx, newId: NewId): Promise<string> {
  const known = await tx.one(findHubFact, { name: 'hub_device_id' })
  if (known) return known.value
  const value = newId()
  await tx.run(keepHubFact, { name: 'hub_device_id', value })
  return value
}
