import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import type { Department } from '#core/catalogue/department.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { Buyer } from '#core/customer/customer.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import { makeShiftReport } from '#core/shift/shift-report.ts'
import { closeShift, NO_SALES } from '#core/shift/shift-totals.ts'
import type { Shift, ShiftTotals } from '#core/shift/shift.ts'
import type { Operator } from '#core/staff/operator.ts'
import type { CashTender, Tender } from '#core/tender/tender.ts'
import { changeMinor } from '#core/tender/tendering.ts'
import { cashStories } from '#kiosk/gallery/cash-stories.ts'
import { refundStories } from '#kiosk/gallery/refund-stories.ts'
import { galleryBasket, galleryPolicy, galleryProducts, milkProducts } from '#kiosk/gallery/shop.ts'
import { tenderStories } from '#kiosk/gallery/tender-stories.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import { type TillState, initialState } from '#kiosk/state/till-state.ts'
import type { FoundProduct, HeldBasket, ListedReceipt } from '#kiosk/state/world.ts'

const NOW_MS = Date.UTC(2026, 2, 14, 14, 32)
// Completed now; those before it every seven minutes.
const LAST_RECEIPT = 185
const id = (at: number): string => `0197a6f0-0000-7000-8000-${String(at).padStart(12, '0')}`

const operator: Operator = { id: 7, number: 12, name: 'Asha Rao', role: 'clerk', pinVerifier: null, isActive: true }

const shift: Shift = {
  shiftId: id(900),
  businessDate: '2026-03-14',
  openedAt: '2026-03-14T08:01:00.000Z',
  openedBy: 7,
  floatMinor: 15_000,
}

const shiftTotals: ShiftTotals = {
  ...NO_SALES,
  saleCount: 84,
  itemCount: 512,
  grossMinor: 214_385,
  taxMinor: 35_730,
  discountMinor: 0,
  cashMinor: 61_240,
  cardMinor: 153_145,
  otherMinor: 0,
  voidedLineCount: 9,
  firstReceipt: 'T3-000101',
  lastReceipt: 'T3-000184',
  payments: [
    { method: 'card', count: 51, amountMinor: 153_145 },
    { method: 'cash', count: 36, amountMinor: 61_240 },
  ],
  taxes: [{ rateId: 1, ratePpm: 200_000, name: 'VAT', netMinor: 178_655, taxMinor: 35_730 }],
  refundCount: 3,
  refundMinor: 4_120,
  refundTaxMinor: 687,
  refundPayments: [{ method: 'cash', count: 3, amountMinor: 4_120 }],
  refundTaxes: [{ rateId: 1, ratePpm: 200_000, name: 'VAT', netMinor: 3_433, taxMinor: 687 }],
  refundCashMinor: 4_120,
  voidCount: 1,
  voidMinor: 1_250,
  paidInCount: 1,
  paidInMinor: 2_000,
  paidOutCount: 2,
  paidOutMinor: 1_830,
  dropCount: 1,
  dropMinor: 3_000,
  noSaleCount: 4,
}

const signedOut: TillState = {
  ...initialState({ policy: galleryPolicy, rules: PLAIN_RULES }, 'Till 3', NOW_MS),
  isOnline: true,
}
const signedIn: TillState = { ...signedOut, screen: { name: 'sell' }, operator, shift, shiftTotals }

/** Somebody selling a basket of so many lines, changed as a story wants it. */
export const selling = (lines: number, change: Partial<TillState> = {}, voided: readonly number[] = []): TillState => {
  const basket = galleryBasket(lines, voided)
  const last = basket.lines.at(-1)
  const notice = last === undefined ? undefined : good('item_added', { name: last.name })
  return { ...signedIn, basket, priced: priceBasket(basket, PLAIN_RULES), notice, ...change }
}

/** A sale of so many lines, the next one appended: what a scan makes of the screen. */
export const sellingState = (lines: number): TillState => selling(lines)

const cashTender = (amountMinor: number, givenMinor: number): CashTender => ({
  kind: 'cash',
  amountMinor,
  givenMinor,
  changeMinor: givenMinor - amountMinor,
})

const cardTender = (amountMinor: number): Tender => ({
  kind: 'card',
  amountMinor,
  intentId: id(901),
  approvalCode: '063411',
  scheme: 'VISA',
  last4: '4242',
})

const saleOf = (lines: number, receiptNumber: number, tenders: (totalMinor: number) => Tender[]): Sale => {
  const basket = galleryBasket(lines)
  const { lines: priced, totals, taxes } = priceBasket(basket, PLAIN_RULES)
  return {
    saleId: id(receiptNumber),
    receiptNumber,
    receiptLabel: `T3-${String(receiptNumber).padStart(6, '0')}`,
    shiftId: shift.shiftId,
    operatorId: operator.id,
    operatorName: operator.name,
    customerId: null,
    openedAt: basket.openedAt,
    completedAt: new Date(NOW_MS - (LAST_RECEIPT - receiptNumber) * 420_000).toISOString(),
    currency: galleryPolicy.currency,
    catalogueRevision: 412,
    heldBasketId: null,
    lines: [...priced],
    voidedLines: [],
    tenders: tenders(totals.totalMinor),
    totals,
    taxes: [...taxes],
  }
}

const paidInCash = (totalMinor: number): Tender[] => [cashTender(totalMinor, Math.ceil(totalMinor / 1000) * 1000)]

const sales: readonly Sale[] = Array.from({ length: 24 }, (_, at) =>
  saleOf(
    2 + ((at * 5) % 9),
    LAST_RECEIPT - 1 - at,
    at % 3 === 0 ? (totalMinor) => [cardTender(totalMinor)] : paidInCash,
  ),
)

const receipts = sales.map((sale): ListedReceipt => {
  return { kind: 'sale', subject: { sale, refunded: NOTHING_REFUNDED, status: 'completed' }, exchangeLabel: undefined }
})

const invoiced: Sale = { ...saleOf(4, LAST_RECEIPT, paidInCash), invoiceLabel: 'T3-INV-000007' }

const buyer: Buyer = { name: 'Acme Trading Company of Bristol Ltd', taxId: 'GB 987 6543 21', address: ['5 Dock Road'] }

const invoiceReceipt: ListedReceipt = {
  kind: 'sale',
  subject: { sale: invoiced, refunded: NOTHING_REFUNDED, status: 'completed' },
  exchangeLabel: undefined,
  buyer,
}

const stocked = (product: Product, at: number): FoundProduct => ({ product, stockLevel: (at * 37) % 140 })

const found: readonly FoundProduct[] = milkProducts.map(stocked)

const held: readonly HeldBasket[] = ['Asha Rao', 'Ben Okafor', 'Chloé Martin'].map((operatorName, at) => ({
  heldBasketId: id(800 + at),
  heldAt: new Date(NOW_MS - (at + 1) * 780_000).toISOString(),
  operatorName,
  lineCount: 3 + at * 4,
  totalMinor: 1245 + at * 3310,
}))

const departments: readonly Department[] = [
  'Grocery',
  'Produce',
  'Dairy',
  'Bakery',
  'Drinks',
  'Household',
  'Health & Beauty',
  'Stationery',
  'Sundries',
].map((name, at) => ({ id: at + 1, name, description: null, parentId: null, taxGroupId: 1, isActive: true }))

const manyDepartments = Array.from({ length: 27 }, (_, at) => ({
  id: at + 1,
  name: `Aisle ${at + 1}`,
  description: null,
  parentId: null,
  taxGroupId: 1,
  isActive: true,
}))

const banana = galleryProducts[9] ?? galleryProducts[0]
const milk = found[2]

const weighing = (isReading: boolean, change: Partial<TillState> = {}): TillState => {
  if (banana === undefined) return signedIn
  return selling(6, {
    screen: { name: 'weigh', product: banana, code: '4011', readingId: id(902), isReading, waiting: [] },
    notice: undefined,
    ...change,
  })
}

const card = (phase: 'charging' | 'looking_up' | 'unknown', change: Partial<TillState> = {}): TillState =>
  selling(8, {
    screen: { name: 'card', intentId: id(901), amountMinor: 4_120, phase },
    notice: undefined,
    ...change,
  })

const unclaimed = [{ intentId: id(903), amountMinor: 999, scheme: 'VISA', last4: '4242' }] as const

const completed = saleOf(7, LAST_RECEIPT, paidInCash)
const printer = { name: 'printer', kind: 'printer', attention: 'Printer: the cover is open' }

const closedReport = makeShiftReport(
  shift,
  shiftTotals,
  {
    reportId: id(910),
    reportNumber: 41,
    takenAt: '2026-03-14T20:03:00.000Z',
    operatorId: operator.id,
    operatorName: operator.name,
    currency: galleryPolicy.currency,
    grandTotalBefore: { salesMinor: 8_912_470, refundsMinor: 41_235, netMinor: 8_871_235 },
  },
  closeShift(shift, shiftTotals, { closedAt: '2026-03-14T20:03:00.000Z', countedCashMinor: 69_190, countings: 2 }),
)

/** Empties came back: the till owes. */
const owing: TillState = (() => {
  const basket = galleryBasket(1)
  const lines = basket.lines.map((line) => ({
    ...line,
    name: 'Empty bottles',
    unitPriceMinor: -77,
    kind: 'empties' as const,
  }))
  const emptied = { ...basket, lines }
  return { ...signedIn, basket: emptied, priced: priceBasket(emptied, PLAIN_RULES), screen: { name: 'tender' } }
})()

/** Every screen in the states that look different, by name. */
export const stories: Readonly<Record<string, TillState>> = {
  'sign-in': signedOut,
  'sign-in-pin': {
    ...signedOut,
    screen: { name: 'sign_in', field: 'pin', operatorNumber: 12 },
    entry: '12',
  },
  'sign-in-wrong': { ...signedOut, notice: bad('pin_wrong', { attempts: 1 }) },
  locked: selling(9, { screen: { name: 'locked', why: 'key' }, notice: undefined }),
  'locked-idle': selling(9, { screen: { name: 'locked', why: 'idle' }, notice: undefined }),
  'open-shift': {
    ...signedIn,
    shift: undefined,
    screen: { name: 'open_shift', businessDate: '2026-03-14', isDateConfirmed: true },
    entry: '150',
  },
  'open-shift-untrusted': {
    ...signedIn,
    shift: undefined,
    screen: { name: 'open_shift', businessDate: '1970-01-01', isDateConfirmed: false },
    entry: '202603',
  },
  'sell-empty': signedIn,
  sell: selling(7),
  'sell-long': selling(60),
  'sell-selected': selling(60, { selectedLine: 31, notice: undefined }),
  'sell-voided': selling(9, { notice: good('item_voided', { name: 'Brown Onions loose' }) }, [3]),
  'sell-typing': selling(7, {
    entry: '40000001',
    notice: undefined,
    nextQuantity: { quantity: { unit: 'piece', count: 3 }, source: 'keyed' },
  }),
  'sell-quantity-refused': selling(7, { isQuantityRefused: true, notice: bad('quantity_out_of_range') }),
  'sell-part-paid': selling(12, { tenders: [cashTender(2_000, 2_000)], notice: undefined }),
  'sell-offline': selling(12, { isOnline: false, unsentCount: 14, away: [printer] }),
  'sell-refused': selling(12, { notice: bad('barcode_check_digit_wrong') }),
  find: selling(5, { screen: { name: 'find', results: found, selected: 3 }, entry: 'mi', notice: undefined }),
  'find-none': selling(5, { screen: { name: 'find', results: [], selected: 0 }, entry: 'xyz', notice: undefined }),
  'price-check': selling(5, { screen: { name: 'price_check', found: undefined }, notice: undefined }),
  'price-check-found': selling(5, { screen: { name: 'price_check', found: milk }, notice: undefined }),
  department: selling(5, {
    screen: { name: 'department', amountMinor: 499, quantity: { unit: 'piece', count: 1 }, departments, selected: 2 },
    notice: undefined,
  }),
  'department-many': selling(5, {
    screen: {
      name: 'department',
      amountMinor: 350,
      quantity: { unit: 'piece', count: 1 },
      departments: manyDepartments,
      selected: 14,
    },
    notice: undefined,
  }),
  'unknown-item': selling(5, {
    screen: { name: 'unknown_item', code: '5012345678900', quantity: { unit: 'piece', count: 1 } },
    entry: '2.49',
    notice: bad('barcode_unknown', { code: '5012345678900' }),
  }),
  weigh: weighing(true),
  'weigh-by-hand': weighing(false, {
    entry: '0.85',
    notice: bad('scale_away', { attention: 'The scale does not answer.' }),
  }),
  tender: selling(20, { screen: { name: 'tender' }, notice: undefined }),
  'tender-given': selling(20, { screen: { name: 'tender' }, entry: '150.00', notice: undefined }),
  'tender-split': selling(20, {
    screen: { name: 'tender' },
    tenders: [cardTender(4_000), cashTender(2_000, 2_000)],
    notice: good('tender_taken', { amountMinor: 2_000 }),
  }),
  'card-charging': card('charging'),
  'card-unknown': card('unknown', { notice: bad('card_unknown') }),
  complete: { ...signedIn, screen: { name: 'complete', sale: completed, changeMinor: changeMinor(completed.tenders) } },
  'complete-invoice': {
    ...signedIn,
    screen: { name: 'complete', sale: invoiced, changeMinor: changeMinor(invoiced.tenders), buyer },
  },
  'receipts-invoice': {
    ...signedIn,
    screen: { name: 'receipts', receipts: [invoiceReceipt, ...receipts], selected: 0, isOpen: true },
  },
  held: { ...signedIn, screen: { name: 'held', held, selected: 1 } },
  receipts: { ...signedIn, screen: { name: 'receipts', receipts, selected: 4, isOpen: false } },
  'receipts-open': { ...signedIn, screen: { name: 'receipts', receipts, selected: 0, isOpen: true } },
  ...cashStories(signedIn, closedReport),
  ...refundStories({
    signedIn,
    selling: selling(5),
    cashSale: saleOf(6, 171, paidInCash),
    cardSale: saleOf(3, 172, (totalMinor) => [cardTender(totalMinor)]),
    id,
  }),
  ...tenderStories(selling(20, { screen: { name: 'tender' }, notice: undefined }), owing),
  'confirm-cancel': selling(9, { screen: { name: 'confirm_cancel' }, notice: undefined }),
  'sell-unclaimed': selling(7, { unclaimed, notice: undefined }),
  'sell-unclaimed-told': selling(7, { unclaimed, notice: bad('give_back_blocks') }),
  'give-back': { ...signedIn, unclaimed, screen: { name: 'confirm_give_back', payment: unclaimed[0] } },
  'menu-unclaimed': selling(9, { unclaimed, screen: { name: 'menu', selected: 6 }, notice: undefined }),
  menu: selling(9, { screen: { name: 'menu', selected: 2 }, notice: undefined }),
  help: selling(9, {
    screen: { name: 'help', behind: { screen: { name: 'sell' }, entry: '', notice: undefined } },
    notice: undefined,
  }),
}
