import fc from 'fast-check'
import type { SaleCustomer } from '#core/customer/customer.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import { tillActions } from '#kiosk/state/till-action.ts'
import type { CardAnswer, TillEvent } from '#kiosk/state/till-event.ts'
import type { ScreenName } from '#kiosk/state/till-state.ts'
import { action, keysOf, scan, type TinyTill } from '#tests/support/tiny-till.ts'

/** Something that happens to a till: events, or a change of what its devices will answer. */
export type Happening = (till: TinyTill) => readonly TillEvent[]

const codes = [
  '12',
  '14',
  '42',
  '4011',
  '9',
  '8901262010016',
  '4006381333931',
  '2100042012509',
  '2000077249904',
  '0420000000013',
  // One for each rule of selling, where the till has them.
  '31',
  '32',
  '33',
  '34',
  '5400141010015',
  '9000',
  // Expired, and with a serial number.
  'https://id.gs1.org/01/04011111111116?17=260228',
  'https://id.gs1.org/01/04012345678901/21/A7',
]
const strange = ['5012345678900', '8901262010017', '4111111111111111', '\u001B[2J', '', 'ABC-1', '99999999999999999999']

/** Words of the grammar, so that sales happen, among keys that fall anywhere. */
const anyText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...codes).map((code) => `${code}⏎`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('3*', '0,5*', '0*', '12.5', '100', '50⏎', '1000⏎', '+', '-', 'mil', 'y', 'n'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '1⏎1111⏎',
      '1111⏎',
      '2⏎2222⏎',
      '9⏎0000⏎',
      '9⏎9999⏎',
      'TEN⏎',
      'ONCE⏎',
      'jan⏎⏎',
      'EX-1⏎',
      'p',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...strange).filter((text) => !text.includes('\u001B')) },
  { weight: 5, arbitrary: fc.constantFrom(...Array.from('0123456789.,*+-/⏎⎋⌫↑↓ynmaz ')) },
)

export const anyKeys: fc.Arbitrary<readonly TillEvent[]> = fc.oneof(
  { weight: 3, arbitrary: anyText.map(keysOf) },
  { weight: 2, arbitrary: fc.constantFrom(...tillActions).map((name) => [action(name)]) },
  { weight: 2, arbitrary: fc.constantFrom(...codes).map((code) => [scan(code)]) },
  { weight: 1, arbitrary: fc.constantFrom(...strange).map((code) => [scan(code)]) },
)

const anyAnswer: fc.Arbitrary<CardAnswer> = fc.constantFrom(
  { outcome: 'approved', approvalCode: '9', scheme: 'visa', last4: '1234' },
  { outcome: 'declined', reason: 'funds' },
  { outcome: 'not_found' },
  { outcome: 'unknown' },
)

const answerAnyCard = (pick: number, answer: CardAnswer): Happening => {
  return ({ store }) => {
    const intent = store.intents[pick % Math.max(1, store.intents.length)]
    return intent === undefined ? [] : store.answerCard(intent.intentId, answer)
  }
}

const answerScale = (weightGrams: number, isLate: boolean): Happening => {
  return ({ state }) => {
    const { screen, behindLock } = state()
    const weighing = screen.name === 'locked' ? behindLock?.screen : screen
    const readingId = weighing?.name === 'weigh' && !isLate ? weighing.readingId : 'late'
    return weightGrams === 0
      ? [{ type: 'weight_failed', readingId, attention: 'away' }]
      : [{ type: 'weight_read', readingId, weightGrams }]
  }
}

const setDevices = (scale: number | string | undefined, card: CardAnswer | undefined): Happening => {
  return ({ store }) => {
    store.scale = scale
    store.card = card
    return []
  }
}

const coupons: readonly Coupon[] = [
  { id: 1, code: 'TEN', off: { kind: 'percent', ratePpm: 100_000 }, isActive: true, isStackable: true },
  { id: 5, code: 'ONCE', off: { kind: 'amount', amountMinor: 100 }, isActive: true, isStackable: false, usesMax: 1 },
]

const jane: SaleCustomer = { id: 31, name: 'Jane Doe', phoneEnd: '4321', groupIds: [2], loyaltyPoints: 50 }

/** A hub that answers at once, refuses, or is away; and a shop with coupons. */
const setHub = (answers: 'yes' | 'no' | 'away'): Happening => {
  return ({ shop, store }) => {
    shop.coupons.splice(0, shop.coupons.length, ...coupons)
    store.hub = (operation, fields) => {
      if (answers === 'away') return { outcome: 'away' }
      if (operation === 'customer_search' && answers === 'yes') {
        return { outcome: 'answered', operation, result: { customers: [jane] } }
      }
      if (operation !== 'reserve' || answers === 'no') return { outcome: 'problem', code: 'conflict', detail: 'No.' }
      return { outcome: 'answered', operation, result: { reservationId: String(fields['reservationId']) } }
    }
    return []
  }
}

const anyNews: fc.Arbitrary<Happening> = fc
  .constantFrom<TillEvent>(
    { type: 'scan_rejected', reason: 'framing', count: 1 },
    { type: 'printed', outcome: 'refused', attention: 'No paper.' },
    { type: 'printed', outcome: 'confirmed', attention: '' },
    { type: 'devices_changed', away: [{ name: 's', kind: 'scale', attention: 'away' }] },
    { type: 'devices_changed', away: [] },
    { type: 'link_changed', isOnline: true, unsentCount: 1 },
    { type: 'catalogue_changed' },
    { type: 'refused', key: 'stored_unknown' },
    { type: 'room_changed', isDiskFull: true },
    { type: 'room_changed', isDiskFull: false },
  )
  .map((event) => () => [event])

const anyTick: fc.Arbitrary<Happening> = fc.constantFrom(1_000, 1_000, 1_000, 400_000).map((passedMs) => ({ shop }) => {
  shop.nowMs += passedMs
  return [{ type: 'tick', nowMs: shop.nowMs }]
})

/** What a cashier who knows the till presses next, so that days are full of sales and not of locked tills. */
const usual: Partial<Record<ScreenName, string>> = {
  sign_in: '⎋1⏎1111⏎',
  open_shift: '100⏎',
  locked: '⎋1111⏎',
  unknown_item: '⎋',
  department: '⏎',
  confirm_cancel: 'n',
  confirm_give_back: 'y',
  tender: '⎋⏎⏎',
  complete: '14⏎12⏎',
  help: '⎋',
  held: '↓⏎',
  receipts: '⏎⎋',
  close_shift: '100⏎',
  confirm_close: 'y',
  cash_drawer: '25⏎',
  reason: '⏎',
  reports: '⎋',
  shift_closed: '⏎',
  age_check: 'y',
  expired_item: 'y',
  serial: 'SN-1⏎',
  empties: '2⏎',
}

const goOn: Happening = ({ state }) => {
  const { screen, basket } = state()
  if (screen.name === 'sell') return [...keysOf('⎋'), action(basket === undefined ? 'recall' : 'total')]
  return keysOf(usual[screen.name] ?? '⎋')
}

const payByCard: Happening = (till) => {
  const { name } = till.state().screen
  return name === 'sell' || name === 'tender' ? [...keysOf('⎋'), action('card')] : goOn(till)
}

const anyHabit = fc.constantFrom(goOn, goOn, payByCard)

/** All that happens in a shop: people, devices that answer when they like, time. */
export const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 7, arbitrary: anyHabit },
  {
    weight: 12,
    arbitrary: anyKeys.map(
      (events): Happening =>
        () =>
          events,
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.nat(5), anyAnswer).map(([pick, answer]) => answerAnyCard(pick, answer)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(0, 1, 850, 99_999, 100_000), fc.boolean())
      .map(([weightGrams, isLate]) => answerScale(weightGrams, isLate)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(undefined, 'away', 850, 0), fc.option(anyAnswer, { nil: undefined }))
      .map(([scale, card]) => setDevices(scale, card)),
  },
  { weight: 1, arbitrary: fc.constantFrom('yes' as const, 'yes' as const, 'no' as const, 'away' as const).map(setHub) },
  { weight: 1, arbitrary: anyNews },
  { weight: 1, arbitrary: anyTick },
)
