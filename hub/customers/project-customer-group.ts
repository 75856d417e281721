import { defineQuery } from '#hub/db/query.ts'
import type { Projection } from '#hub/ingest/fact.ts'

const saveCustomerGroup = defineQuery((db, p: { id: number; row: string }) =>
  db.replaceInto('customer_groups').values({ id: p.id, row: p.row }),
)

/** A group of customers as it is from now on. */
export const projectCustomerGroup: Projection<'customer_group_saved'> = async (tx, { body, changes }) => {
  const { customerGroup } = body
  await tx.run(saveCustomerGroup, { id: customerGroup.id, row: JSON.stringify(customerGroup) })
  changes.catalogueRows.push({ table: 'customer_group', row: customerGroup })
}
