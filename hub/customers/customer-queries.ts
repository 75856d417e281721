import { defineQuery } from '#hub/db/query.ts'

export const findCustomer = defineQuery((db, p: { id: number }) =>
  db.selectFrom('customers').selectAll().where('id', '=', p.id),
)
