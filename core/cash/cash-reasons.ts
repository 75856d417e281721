import type { CashMovementKind } from '#core/cash/cash-movement.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import { reasonsOf } from '#core/catalogue/reasons.ts'

const lists = { no_sale: 'noSale', paid_in: 'paidIn', paid_out: 'paidOut', drop: 'drop' } as const

/** What people pick from when they say why the drawer opens beside sales. */
export const cashReasons = (kind: CashMovementKind, policy: Pick<Policy, 'reasons'>): readonly string[] =>
  reasonsOf(policy, lists[kind])
