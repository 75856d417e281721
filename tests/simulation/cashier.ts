import { liveLines } from '#core/basket/basket.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { ScreenName, TillState } from '#kiosk/state/till-state.ts'
import { act, ENTER, ESCAPE, spoken, type } from '#tests/simulation/cashier-keys.ts'
import { RefundKeys } from '#tests/simulation/cashier-refunds.ts'
import type { Random } from '#tests/simulation/random.ts'
import { coupons, customers } from '#tests/simulation/shop-offers.ts'
import { goods, manager, operators, PIN } from '#tests/simulation/shop.ts'
import type { SimParts } from '#tests/simulation/sim-parts.ts'
import type { SimTill } from '#tests/simulation/sim-till.ts'

const oddActions: readonly [TillAction, ...TillAction[]] = [
  'backspace',
  'discount',
  'down',
  'escape',
  'help',
  'menu',
  'page_up',
  'price_check',
  'receipts',
  'total',
  'up',
  'tenders',
  'void',
  'cash',
  'card',
  'hold',
  'recall',
  'lock',
  'find',
]

/** Where somebody waits for a device or the hub, or money is about to move. */
const busyScreens: ReadonlySet<ScreenName> = new Set([
  'card',
  'weigh',
  'refund_pay',
  'refund_wait',
  'refund_terminal',
  'points_tender',
  'held',
])

/** Somebody who sells all day, hurries at times, types ahead and presses wrong keys. */
export class Cashier {
  readonly #parts: SimParts
  readonly #till: SimTill
  readonly #random: Random
  readonly #refunds: RefundKeys
  #linesWanted = 1

  /** `tills` are all of the shop: customers come back to another one than they bought at. */
  constructor(parts: SimParts, till: SimTill, tills: readonly SimTill[]) {
    this.#parts = parts
    this.#till = till
    this.#random = parts.random.fork()
    this.#refunds = new RefundKeys(tills, parts.random.fork())
    this.#wantLines()
  }

  /** Does the next thing, and goes on doing so; once the faults are off only what is left to do. */
  work(): void {
    const { agenda, weights, faults } = this.#parts
    const state = this.#till.runner()?.state()
    if (state !== undefined && (faults.isOn || !this.isIdle())) this.#act(state)
    agenda.in(this.#random.waitMs(weights.thinkMeanMs) + 50, () => this.work())
  }

  /** True when nothing is in the basket, nothing on the scale, nobody waits for the hub, and no money is on its way. */
  isIdle(): boolean {
    const state = this.#till.runner()?.state()
    return (
      state !== undefined &&
      state.openIntents.length === 0 &&
      state.openRefund === undefined &&
      state.unreleased.length === 0 &&
      !busyScreens.has(state.screen.name) &&
      (state.basket === undefined || (state.basket.lines.length === 0 && state.basket.exchange === undefined))
    )
  }

  #act(state: TillState): void {
    const { weights, faults } = this.#parts
    const isSelling = state.screen.name === 'sell' || state.screen.name === 'weigh' || state.screen.name === 'tender'
    const isHurried = faults.isOn && isSelling && this.#random.isOneOf(weights.burst)
    const events: TillEvent[] = []
    if (faults.isOn && this.#random.isOneOf(weights.oddKey)) events.push(act(this.#random.pick(oddActions)))
    events.push(...this.#next(state))
    if (isHurried) events.push(this.#scan(), this.#scan(), ENTER, ...type('50'), act('cash'))
    if (events.length > 0) this.#parts.trace.note(this.#till.device.name, `${state.screen.name}: ${spoken(events)}`)
    this.#till.press(...events)
  }

  #wantLines(): void {
    this.#linesWanted = Math.min(30, 1 + Math.floor(this.#random.waitMs(30) / 10))
  }

  #scan(): TillEvent {
    const { barcodes } = this.#random.pick(goods)
    const unknown = this.#random.isOneOf(0.02) ? '4006381333931' : undefined
    return { type: 'scanned', aim: undefined, text: unknown ?? barcodes[0] ?? '' }
  }

  #next(state: TillState): readonly TillEvent[] {
    const { screen } = state
    const random = this.#random
    const steps: Partial<Record<ScreenName, () => readonly TillEvent[]>> = {
      sign_in: () => this.#signIn(state),
      locked: () => [...type(this.#random.isOneOf(0.05) ? '0000' : PIN), ENTER],
      open_shift: () => [...type('150'), ENTER],
      sell: () => this.#sell(state),
      tender: () => this.#pay(state),
      card: () => (screen.name === 'card' && screen.phase === 'unknown' ? this.#whenUnknown() : []),
      complete: () => {
        this.#wantLines()
        return [ENTER]
      },
      weigh: () => (screen.name === 'weigh' && screen.isReading ? [] : [...type('0.25'), ENTER]),
      unknown_item: () => [...type('1.5'), ENTER],
      department: () => [ENTER],
      find: () => (screen.name === 'find' && screen.results.length > 0 ? [act('down'), ENTER] : [ESCAPE]),
      held: () => this.#held(state),
      coupon: () =>
        state.entry === '' && this.#parts.faults.isOn && random.isOneOf(0.7)
          ? [...type(random.pick(coupons).code), ENTER]
          : [ESCAPE, ESCAPE],
      customer: () => this.#customer(state),
      points_tender: () => (random.isOneOf(0.03) ? [ESCAPE] : []),
      age_check: () => type('y'),
      confirm_cancel: () => type('y'),
      confirm_give_back: () => type('y'),
      close_shift: () => this.#count(state),
      reason: () => [this.#parts.faults.isOn ? ENTER : ESCAPE],
      authorise: () => this.#callManager(state),
      confirm_close: () => type('y'),
      shift_closed: () => [ENTER],
    }
    return steps[screen.name]?.() ?? this.#refunds.next(state, !this.#parts.faults.isOn) ?? [ESCAPE]
  }

  /** The sum at once, or coin by coin. */
  #count({ screen, entry }: TillState): readonly TillEvent[] {
    if (screen.name !== 'close_shift' || entry !== '') return [ESCAPE]
    if (screen.selected === 0 && this.#random.isOneOf(0.5)) return [...type('100'), ENTER]
    return screen.selected === 0 ? [ENTER] : [...type(String(this.#random.between(0, 9))), ENTER]
  }

  /** One of those that wait, here or at another till; the hub is waited for, not for ever. */
  #held({ screen }: TillState): readonly TillEvent[] {
    if (screen.name !== 'held') return []
    if (screen.taking !== undefined) return this.#random.isOneOf(0.03) ? [ESCAPE] : []
    if (!this.#parts.faults.isOn) return [ESCAPE]
    if (screen.listId !== undefined && this.#random.isOneOf(0.7)) return []
    if (screen.held.length === 0) return [ESCAPE]
    const downs = Array.from({ length: this.#random.between(0, screen.held.length - 1) }, () => act('down'))
    return [...downs, ENTER]
  }

  #customer({ screen, entry, notice }: TillState): readonly TillEvent[] {
    if (screen.name !== 'customer' || entry !== '') return [ESCAPE]
    if (screen.searchId !== undefined) return this.#random.isOneOf(0.05) ? [ESCAPE] : []
    // A sale that is paid in part keeps its customer.
    if (notice?.key === 'paid_already') return [ESCAPE, ESCAPE]
    if (screen.found.length > 0) return [ENTER]
    return this.#random.isOneOf(0.3) ? [ESCAPE] : [...type(this.#random.pick(customers).name.slice(0, 3)), ENTER]
  }

  #signIn({ screen, entry }: TillState): readonly TillEvent[] {
    if (entry !== '') return [ESCAPE]
    if (screen.name === 'sign_in' && screen.field === 'number') {
      return [...type(String(this.#random.pick(operators).number)), ENTER]
    }
    return [...type(this.#random.isOneOf(0.05) ? '0000' : PIN), ENTER]
  }

  /** The manager comes and allows it, but not always. */
  #callManager({ screen, entry }: TillState): readonly TillEvent[] {
    if (screen.name !== 'authorise' || entry !== '' || this.#random.isOneOf(0.05)) return [ESCAPE]
    return screen.operatorNumber === undefined ? [...type(String(manager.number)), ENTER] : [...type(PIN), ENTER]
  }

  #sell(state: TillState): readonly TillEvent[] {
    const lines = state.basket === undefined ? 0 : liveLines(state.basket).length
    const isClosing = !this.#parts.faults.isOn
    if (isClosing && lines === 0) return this.#leaveNothing(state)
    if (isClosing || (lines >= this.#linesWanted && state.entry === '')) return [act('total')]
    return state.entry === '' ? this.#atLeisure(state, lines) : [ESCAPE]
  }

  #atLeisure(state: TillState, lines: number): readonly TillEvent[] {
    return this.#settleCards(state) ?? this.#withHub(state, lines) ?? this.#somethingElse(lines === 0) ?? [this.#scan()]
  }

  /** Ends what is left at the end of a day; a payment of unknown end is looked up when the shift is to be closed. */
  #leaveNothing({ basket, openIntents }: TillState): readonly TillEvent[] {
    if (basket !== undefined) return [ESCAPE, act('cancel_sale'), ...type('y')]
    return openIntents.length > 0 ? [act('close_shift')] : []
  }

  /** Some customers do not wait for the terminal: they pay in cash. */
  #whenUnknown(): readonly TillEvent[] {
    return this.#parts.faults.isOn && this.#random.isOneOf(0.3) ? [ESCAPE, act('cash')] : [ENTER]
  }

  /** Sooner or later the terminal is asked again, and a customer who was charged twice comes back. */
  #settleCards({ unclaimed, openIntents }: TillState): readonly TillEvent[] | undefined {
    if (openIntents.length > 0 && this.#random.isOneOf(0.1)) return [act('close_shift')]
    if (unclaimed.length === 0 || !this.#random.isOneOf(0.03)) return undefined
    return [act('give_back'), ENTER, ...type('y')]
  }

  /** Nobody insists on what needs the hub while the till says that it is away. */
  #withHub({ isOnline }: TillState, lines: number): readonly TillEvent[] | undefined {
    if (!isOnline && !this.#random.isOneOf(0.1)) return undefined
    return this.#goodsBack() ?? this.#offer(lines)
  }

  #goodsBack(): readonly TillEvent[] | undefined {
    const { weights } = this.#parts
    if (!this.#random.isOneOf(weights.goodsBack)) return undefined
    return this.#random.isOneOf(0.1) ? [act('void_sale')] : this.#refunds.begin()
  }

  /** A customer says who they are, or shows a coupon. */
  #offer(lines: number): readonly TillEvent[] | undefined {
    if (!this.#random.isOneOf(this.#parts.weights.offers)) return undefined
    if (this.#random.isOneOf(0.5))
      return [act('customer'), ...type(this.#random.pick(customers).name.slice(0, 3)), ENTER]
    return lines === 0 ? undefined : [act('coupon'), ...type(this.#random.pick(coupons).code), ENTER]
  }

  /** What else than scanning somebody does at a till; rare things. */
  #somethingElse(isEmpty: boolean): readonly TillEvent[] | undefined {
    const random = this.#random
    const choices: readonly (readonly [share: number, mayBe: boolean, events: () => readonly TillEvent[]])[] = [
      [0.03, !isEmpty, () => [act('up'), act('void')]],
      [0.02, !isEmpty, () => [act('hold')]],
      [0.02, true, () => [act('recall'), ENTER]],
      [0.01, true, () => [act('lock')]],
      [0.01, !isEmpty, () => [act('cancel_sale'), ...type('y')]],
      [0.02, isEmpty, () => [act('close_shift'), ...type('200'), ENTER, ...type('y'), ENTER]],
      [0.02, true, () => [...type('2.5'), act('department'), ENTER]],
      [0.01, true, () => [act('x_report')]],
      [0.02, true, () => [...type('5'), act('drawer'), ...type(random.pick(['1', '4'])), ENTER, ENTER]],
      [0.02, true, () => [act('receipts'), ENTER, ENTER, ESCAPE, ESCAPE]],
      [0.06, true, () => [...type(String(random.between(2, 9))), act('quantity'), this.#scan()]],
      [0.05, true, () => [...type(random.pick(goods).barcodes[0] ?? ''), ENTER]],
    ]
    let luck = random.fraction()
    for (const [share, mayBe, events] of choices) {
      luck -= share
      if (luck < 0) return mayBe ? events() : undefined
    }
    return undefined
  }

  #pay(state: TillState): readonly TillEvent[] {
    if (state.entry !== '') return [ESCAPE]
    const isByCard = this.#random.isOneOf(this.#parts.weights.cardShare)
    const luck = this.#random.fraction()
    if (luck < 0.05 && this.#parts.faults.isOn) return [ESCAPE]
    return this.#wantsPoints(state) ? type('p') : this.#money(luck, isByCard)
  }

  #wantsPoints({ basket, isOnline }: TillState): boolean {
    return basket?.customer !== undefined && this.#random.isOneOf(isOnline ? 0.4 : 0.05)
  }

  #money(luck: number, isByCard: boolean): readonly TillEvent[] {
    if (luck < 0.25) return [...type('1'), act(isByCard ? 'card' : 'cash')]
    if (luck < 0.35) return [...type('5000'), act('cash')]
    if (luck < 0.5 && !isByCard) return [act('down'), ENTER]
    return [act(isByCard ? 'card' : 'cash')]
  }
}
