import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import { completeSale } from '#core/sale/complete-sale.ts'
import { receiptLabel } from '#core/sale/receipt-label.ts'
import type { Sale } from '#core/sale/sale.ts'
import { addSale, closeShift, expectedCashMinor, NO_SALES } from '#core/shift/shift-totals.ts'
import type { Shift } from '#core/shift/shift.ts'
import { demoBasket, must, type DemoRange } from '#hub/demo/demo-basket.ts'
import { demoTenders } from '#hub/demo/demo-tenders.ts'
import { seededRandom, seededUuid, type SeededRandom } from '#hub/demo/seeded-random.ts'
import { businessDays, OPENING_HOUR, payTimes, timeOf, type BusinessDay } from '#hub/demo/shop-hours.ts'

/** The name of the retired till whose history this is. */
export const RETIRED_TILL_NAME = 'T0'

type HistoryType = 'signed_in' | 'signed_out' | 'shift_opened' | 'shift_closed' | 'sale_completed'

/** A fact that the retired till wrote, as its journal entry needs it; the entries rise in time. */
export type HistoryFact = {
  readonly [T in HistoryType]: {
    readonly type: T
    readonly atMs: number
    readonly businessDate: string
    readonly operatorId: number
    readonly body: EntryBodies[T]
  }
}[HistoryType]

/** What the history is made of. `lastDate` is its last day of business, `YYYY-MM-DD`; the same always gives the same. */
export interface HistoryPlan extends DemoRange {
  readonly policy: Policy
  readonly operators: ReadonlyArray<{ readonly id: number; readonly name: string }>
  readonly customerCount: number
  readonly lastDate: string
  readonly days: number
  readonly salesPerDay: number
  readonly seed: number
}

/** Who stands at the till, and from when to when. */
interface Turn {
  readonly operator: HistoryPlan['operators'][number]
  readonly opensAtMs: number
  readonly closesAtMs: number
}

const FLOAT_MINOR = 20_000
const HAND_OVER_HOUR = 15
const CLOSING_HOUR = 22
const CUSTOMER_OF_1000 = 300
const MISCOUNT_OF_1000 = 120
const MISCOUNT_MAX_MINOR = 500

function turnsOf(day: BusinessDay, plan: HistoryPlan, random: SeededRandom): Turn[] {
  const first = random.pick(plan.operators)
  const others = plan.operators.filter((operator) => operator.id !== first.id)
  const second = others.length === 0 ? first : random.pick(others)
  return [
    { operator: first, opensAtMs: timeOf(day, OPENING_HOUR, 0), closesAtMs: timeOf(day, HAND_OVER_HOUR, 0) },
    { operator: second, opensAtMs: timeOf(day, HAND_OVER_HOUR, 1), closesAtMs: timeOf(day, CLOSING_HOUR, 0) },
  ]
}

function openShift(day: BusinessDay, turn: Turn, random: SeededRandom): Shift {
  return {
    shiftId: seededUuid(random, turn.opensAtMs),
    businessDate: day.businessDate,
    openedAt: new Date(turn.opensAtMs).toISOString(),
    openedBy: turn.operator.id,
    floatMinor: FLOAT_MINOR,
  }
}

function countCash(expectedMinor: number, random: SeededRandom): number {
  const missMinor = random.isOneOf1000(MISCOUNT_OF_1000) ? random.between(-MISCOUNT_MAX_MINOR, MISCOUNT_MAX_MINOR) : 0
  return expectedMinor + missMinor
}

/** The retired till while its history is made: what it is made of, its chance and its receipt numbers. */
interface RetiredTill {
  readonly plan: HistoryPlan
  readonly random: SeededRandom
  readonly nextReceiptNumber: () => number
}

function sell(till: RetiredTill, atMs: number, shift: Shift, turn: Turn): Sale {
  const { plan, random } = till
  const basket = demoBasket(plan, atMs, random)
  const payment = { atMs, denominationsMinor: plan.policy.cashDenominationsMinor }
  const tenders = demoTenders(priceBasket(basket, PLAIN_RULES).totals.totalMinor, payment, random)
  const receiptNumber = till.nextReceiptNumber()
  const facts = {
    receiptNumber,
    receiptLabel: receiptLabel(RETIRED_TILL_NAME, receiptNumber),
    shiftId: shift.shiftId,
    operatorId: turn.operator.id,
    operatorName: turn.operator.name,
    customerId: random.isOneOf1000(CUSTOMER_OF_1000) ? random.between(1, plan.customerCount) : null,
    completedAt: new Date(atMs).toISOString(),
    currency: plan.policy.currency,
    catalogueRevision: 0,
  }
  return must(completeSale(basket, tenders, facts, PLAIN_RULES))
}

function* workTurn(till: RetiredTill, day: BusinessDay, turn: Turn, times: readonly number[]): Generator<HistoryFact> {
  const { businessDate } = day
  const { opensAtMs, closesAtMs } = turn
  const operatorId = turn.operator.id
  const shift = openShift(day, turn, till.random)
  let totals = NO_SALES
  yield { type: 'signed_in', atMs: opensAtMs, businessDate, operatorId, body: { operatorId } }
  yield { type: 'shift_opened', atMs: opensAtMs, businessDate, operatorId, body: shift }
  for (const atMs of times) {
    const sale = sell(till, atMs, shift, turn)
    totals = addSale(totals, sale)
    yield { type: 'sale_completed', atMs, businessDate, operatorId, body: sale }
  }
  const countedCashMinor = countCash(expectedCashMinor(shift, totals), till.random)
  const close = closeShift(shift, totals, { closedAt: new Date(closesAtMs).toISOString(), countedCashMinor })
  yield { type: 'shift_closed', atMs: closesAtMs, businessDate, operatorId, body: close }
  yield { type: 'signed_out', atMs: closesAtMs, businessDate, operatorId, body: { operatorId } }
}

function* workDay(till: RetiredTill, day: BusinessDay): Generator<HistoryFact> {
  const times = payTimes(day, till.plan.salesPerDay, till.random)
  for (const turn of turnsOf(day, till.plan, till.random)) {
    const own = times.filter((atMs) => atMs > turn.opensAtMs && atMs < turn.closesAtMs)
    yield* workTurn(till, day, turn, own)
  }
}

/** The facts of a retired till over some weeks, one by one, always the same for the same plan. */
export function* demoHistory(plan: HistoryPlan): Generator<HistoryFact> {
  let receipts = 0
  const nextReceiptNumber = (): number => {
    receipts += 1
    return receipts
  }
  const till = { plan, random: seededRandom(plan.seed), nextReceiptNumber }
  for (const day of businessDays(plan.lastDate, plan.days, plan.policy.timeZone)) yield* workDay(till, day)
}
