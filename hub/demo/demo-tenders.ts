import { quickAmounts } from '#core/tender/quick-amounts.ts'
import type { CardTender, CashTender, Tender } from '#core/tender/tender.ts'
import { cardAmount, tenderCash } from '#core/tender/tendering.ts'
import { must } from '#hub/demo/demo-basket.ts'
import { seededUuid, type SeededRandom } from '#hub/demo/seeded-random.ts'

const CASH_OF_1000 = 380
const SPLIT_OF_1000 = 25
const SPLIT_CASH_MINOR = 1_000
const schemes = ['Visa', 'Visa', 'Mastercard', 'Mastercard', 'Amex', 'Discover']

/** A payment of the demo shop: when, and in which notes and coins. */
export interface DemoPayment {
  readonly atMs: number
  readonly denominationsMinor: readonly number[]
}

function digits(random: SeededRandom, length: number): string {
  return String(random.below(10 ** length)).padStart(length, '0')
}

function payByCard(dueMinor: number, atMs: number, random: SeededRandom): CardTender {
  return {
    kind: 'card',
    amountMinor: must(cardAmount(dueMinor, undefined)),
    intentId: seededUuid(random, atMs),
    approvalCode: digits(random, 6),
    scheme: random.pick(schemes),
    last4: digits(random, 4),
  }
}

function payByCash(dueMinor: number, payment: DemoPayment, random: SeededRandom): CashTender {
  return must(tenderCash(dueMinor, random.pick(quickAmounts(dueMinor, payment.denominationsMinor))))
}

/** How somebody might pay what is due: cash, a card, or now and then a ten and the rest by card. */
export function demoTenders(dueMinor: number, payment: DemoPayment, random: SeededRandom): Tender[] {
  if (dueMinor > 2 * SPLIT_CASH_MINOR && random.isOneOf1000(SPLIT_OF_1000)) {
    const cash = must(tenderCash(dueMinor, SPLIT_CASH_MINOR))
    return [cash, payByCard(dueMinor - cash.amountMinor, payment.atMs, random)]
  }
  if (random.isOneOf1000(CASH_OF_1000)) return [payByCash(dueMinor, payment, random)]
  return [payByCard(dueMinor, payment.atMs, random)]
}
