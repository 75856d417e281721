import { Type } from 'typebox'
import type { Clock } from '#core/ports/clock.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { Operator } from '#core/staff/operator.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { Tables } from '#hub/db/tables.ts'
import type { HubServer } from '#hub/http/server.ts'
import type { Passwords } from '#hub/identity/passwords.ts'
import { saveMember } from '#hub/identity/save-member.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import type { Journal } from '#hub/ingest/journal.ts'
import type { NewSalt } from '#hub/ports/new-salt.ts'

export interface TestingParts {
  readonly journal: Journal
  readonly passwords: Passwords
  readonly clock: Clock
  readonly newSalt: NewSalt
  readonly sha256: Sha256
}

// Children before parents. The journal stays: it is append-only, here too.
const projections: readonly (keyof Tables)[] = [
  'held_baskets',
  'reservations',
  'refunds',
  'customer_balances',
  'coupon_uses',
  'sale_tenders',
  'sale_lines',
  'sales',
  'cash_movements',
  'shift_reports',
  'shifts',
  'day_totals',
  'day_tenders',
  'day_taxes',
  'day_refunds',
  'product_days',
  'product_months',
  'stock_movements',
  'stock_levels',
  'product_barcodes',
  'products',
  'departments',
  'tax_groups',
  'promotions',
  'coupons',
  'customer_groups',
  'customers',
  'user_passwords',
  'users',
  'idempotency_keys',
]
const wipes = projections.map((table) => defineQuery((db) => db.deleteFrom(table)))

/** The one account of the test mode; `hub/demo` has the same. */
const testOwner: Operator = {
  id: 1,
  number: 9,
  name: 'Test Owner',
  role: 'admin',
  pinVerifier: null,
  isActive: true,
}
export const TEST_EMAIL = 'admin@vendly.com'
export const TEST_PASSWORD = 'admin123'

/** Empties the shop, and makes user 1 anew. */
export async function resetForTests(parts: TestingParts): Promise<void> {
  const passwordHash = await parts.passwords.hash(TEST_PASSWORD)
  const saving = { ...parts, nowMs: parts.clock.nowMs }
  await parts.journal.write(async (work) => {
    for (const wipe of wipes) await work.tx.run(wipe, {})
    await saveMember(work, programActor, { operator: testOwner, email: TEST_EMAIL, passwordHash }, saving)
  })
}

/** `/api/v1/testing`: registered in the test mode only, and never described. */
export async function testingRoutes(server: HubServer, parts: TestingParts): Promise<void> {
  server.post('/api/v1/testing/reset', {
    config: { access: 'anyone', isHidden: true },
    schema: { response: { 200: Type.Object({ status: Type.String() }) } },
    handler: async () => {
      await resetForTests(parts)
      return { status: 'reset' }
    },
  })
}
