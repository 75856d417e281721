import type { Role } from '#core/staff/operator.ts'
import { defineQuery } from '#hub/db/query.ts'
import { privateText, type Projection } from '#hub/ingest/fact.ts'

interface UserRow {
  readonly id: number
  readonly number: number
  readonly name: string
  readonly email: string | null
  readonly role: Role
  readonly pinVerifier: string | null
  readonly isActive: number
  readonly grants: string
  readonly denials: string
}

// Not REPLACE: the password's row refers to this one.
const saveUser = defineQuery((db, p: UserRow) =>
  db
    .insertInto('users')
    .values({
      id: p.id,
      operator_number: p.number,
      name: p.name,
      email: p.email,
      role: p.role,
      pin_verifier: p.pinVerifier,
      is_active: p.isActive,
      grants: p.grants,
      denials: p.denials,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((excluded) => ({
        operator_number: excluded.ref('excluded.operator_number'),
        name: excluded.ref('excluded.name'),
        email: excluded.ref('excluded.email'),
        role: excluded.ref('excluded.role'),
        pin_verifier: excluded.ref('excluded.pin_verifier'),
        is_active: excluded.ref('excluded.is_active'),
        grants: excluded.ref('excluded.grants'),
        denials: excluded.ref('excluded.denials'),
      })),
    ),
)

/** A member of staff as they are from now on, at the tills and at the API. */
export const projectOperator: Projection<'operator_saved'> = async (tx, fact) => {
  const { operator } = fact.body
  await tx.run(saveUser, {
    ...operator,
    email: privateText(fact, 'email'),
    isActive: operator.isActive ? 1 : 0,
    grants: JSON.stringify(operator.grants ?? []),
    denials: JSON.stringify(operator.denials ?? []),
  })
  fact.changes.catalogueRows.push({ table: 'operator', row: operator })
}
