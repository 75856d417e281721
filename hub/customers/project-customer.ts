import { phoneDigits } from '#hub/customers/phone-digits.ts'
import { defineQuery } from '#hub/db/query.ts'
import { privateText, type Projection } from '#hub/ingest/fact.ts'

interface CustomerRow {
  readonly id: number
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly address: string | null
  readonly notes: string | null
  readonly loyaltyPoints: number
  readonly isActive: number
  readonly at: string
  readonly phoneDigits: string | null
  readonly groupIds: string
  readonly exemption: string | null
  readonly accountLimitMinor: number | null
  readonly cardNumber: string | null
}

const saveCustomer = defineQuery((db, p: CustomerRow) =>
  db
    .insertInto('customers')
    .values({
      id: p.id,
      name: p.name,
      email: p.email,
      phone: p.phone,
      address: p.address,
      notes: p.notes,
      loyalty_points: p.loyaltyPoints,
      is_active: p.isActive,
      created_at: p.at,
      updated_at: null,
      phone_digits: p.phoneDigits,
      group_ids: p.groupIds,
      exemption: p.exemption,
      account_limit_minor: p.accountLimitMinor,
      card_number: p.cardNumber,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((excluded) => ({
        name: excluded.ref('excluded.name'),
        email: excluded.ref('excluded.email'),
        phone: excluded.ref('excluded.phone'),
        address: excluded.ref('excluded.address'),
        notes: excluded.ref('excluded.notes'),
        loyalty_points: excluded.ref('excluded.loyalty_points'),
        is_active: excluded.ref('excluded.is_active'),
        updated_at: excluded.ref('excluded.created_at'),
        phone_digits: excluded.ref('excluded.phone_digits'),
        group_ids: excluded.ref('excluded.group_ids'),
        exemption: excluded.ref('excluded.exemption'),
        account_limit_minor: excluded.ref('excluded.account_limit_minor'),
        card_number: excluded.ref('excluded.card_number'),
      })),
    ),
)

/** A customer as they are from now on; an erased one keeps a number and nothing else. */
export const projectCustomer: Projection<'customer_saved'> = async (tx, fact) => {
  const { body, entry } = fact
  const phone = privateText(fact, 'phone')
  const { exemption } = body
  await tx.run(saveCustomer, {
    id: body.id,
    name: privateText(fact, 'name') ?? '',
    email: privateText(fact, 'email'),
    phone,
    phoneDigits: phone === null ? null : phoneDigits(phone),
    groupIds: JSON.stringify(body.groupIds ?? []),
    exemption: exemption === undefined ? null : JSON.stringify(exemption),
    accountLimitMinor: body.accountLimitMinor ?? null,
    cardNumber: privateText(fact, 'cardNumber') ?? body.cardNumber ?? null,
    address: privateText(fact, 'address'),
    notes: privateText(fact, 'notes'),
    loyaltyPoints: body.loyaltyPoints,
    isActive: body.isActive ? 1 : 0,
    at: entry.at,
  })
}
