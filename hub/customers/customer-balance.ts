import { sql } from 'kysely'
import type { Reader, Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

const findBalance = defineQuery((db, p: { customerId: number }) =>
  db
    .selectFrom('customers')
    .leftJoin('customer_balances', 'customer_balances.customer_id', 'customers.id')
    .select([
      sql<number>`customers.loyalty_points + coalesce(customer_balances.points, 0)`.as('points'),
      sql<number>`coalesce(customer_balances.owed_minor, 0)`.as('owed_minor'),
      'customers.account_limit_minor',
      'customers.is_active',
    ])
    .where('customers.id', '=', p.customerId),
)

const moveBalance = defineQuery((db, p: { customerId: number; points: number; owedMinor: number }) =>
  db
    .insertInto('customer_balances')
    .values({ customer_id: p.customerId, points: p.points, owed_minor: p.owedMinor })
    .onConflict((conflict) =>
      conflict.column('customer_id').doUpdateSet((sum) => ({
        points: sum('customer_balances.points', '+', sum.ref('excluded.points')),
        owed_minor: sum('customer_balances.owed_minor', '+', sum.ref('excluded.owed_minor')),
      })),
    ),
)

/** A customer's points and debt, whatever is reserved of them left in. */
export interface CustomerBalance {
  /** What was given by hand, and what sales earned and burned. */
  readonly points: number
  readonly owedMinor: number
  /** Null: no account. */
  readonly accountLimitMinor: number | null
  readonly isActive: boolean
}

/** Undefined for a customer that is not here. */
export async function readBalance(reader: Reader, customerId: number): Promise<CustomerBalance | undefined> {
  const row = await reader.one(findBalance, { customerId })
  if (row === undefined) return undefined
  return {
    points: row.points,
    owedMinor: row.owed_minor,
    accountLimitMinor: row.account_limit_minor,
    isActive: row.is_active === 1,
  }
}

/** What a fact adds to a customer's points and debt. */
export interface BalanceMove {
  readonly points: number
  readonly owedMinor: number
}

/** Adds to a customer's points and debt; sums commute, so the order in which facts come is all the same. */
export async function addToBalance(tx: Tx, customerId: number, { points, owedMinor }: BalanceMove): Promise<void> {
  if (points === 0 && owedMinor === 0) return
  await tx.run(moveBalance, { customerId, points, owedMinor })
}
