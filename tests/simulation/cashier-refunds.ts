import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { ScreenName, TillState } from '#kiosk/state/till-state.ts'
import { act, ENTER, ESCAPE, type } from '#tests/simulation/cashier-keys.ts'
import type { Random } from '#tests/simulation/random.ts'
import type { SimTill } from '#tests/simulation/sim-till.ts'

/** Customers come back with one of the last receipts: few enough that two tills meet over one. */
const RECEIPTS_REMEMBERED = 4

/** Whoever waits for the hub gives up at times. */
const IMPATIENCE = 0.05

/** Where nothing has been asked of the hub yet. */
const beforeMoney: ReadonlySet<ScreenName> = new Set(['refund_find', 'refund_sales', 'refund_lines', 'refund_goods'])

/** Brings goods back, by keys: some of a receipt of any till, then more of it, until nothing is left. */
export class RefundKeys {
  readonly #tills: readonly SimTill[]
  readonly #random: Random

  constructor(tills: readonly SimTill[], random: Random) {
    this.#tills = tills
    this.#random = random
  }

  /** A customer with a receipt; undefined as long as nobody has bought anything. */
  begin(): readonly TillEvent[] | undefined {
    const receipts = this.#tills.flatMap(({ acknowledged }) =>
      [...acknowledged.values()].slice(-RECEIPTS_REMEMBERED).map(({ receiptLabel }) => receiptLabel),
    )
    const label = receipts[this.#random.between(0, Math.max(0, receipts.length - 1))]
    if (label === undefined) return undefined
    const isKnownTill = this.#random.isOneOf(0.9)
    const text = isKnownTill ? label : this.#random.pick(['Ada', '4242', 'T9-000001'])
    return [act('refund'), ...type(text), text === '4242' ? act('card') : ENTER]
  }

  /** What is done on a screen of refunds; undefined on another. At the end of the day nothing new begins. */
  next(state: TillState, isClosing: boolean): readonly TillEvent[] | undefined {
    const { screen } = state
    if (isClosing && beforeMoney.has(screen.name)) return [ESCAPE]
    const steps: Partial<Record<ScreenName, () => readonly TillEvent[]>> = {
      refund_find: () => (screen.name === 'refund_find' && screen.asked !== undefined ? this.#wait() : [ESCAPE]),
      refund_sales: () => (screen.name === 'refund_sales' && screen.asked !== undefined ? this.#wait() : this.#pick()),
      refund_lines: () => this.#lines(state),
      refund_goods: () => [...type(this.#random.pick(['1', '1', '2', '3'])), ENTER],
      refund_pay: () => this.#pay(state),
      refund_wait: () => this.#wait(),
      refund_stuck: () => [ESCAPE],
      refund_terminal: () => (this.#random.isOneOf(0.1) ? [act('cash')] : [ENTER]),
      refund_done: () => [ENTER],
      refund_items: () => [ESCAPE],
    }
    return steps[screen.name]?.()
  }

  #wait(): readonly TillEvent[] {
    return this.#random.isOneOf(IMPATIENCE) ? [ESCAPE] : []
  }

  #pick(): readonly TillEvent[] {
    return this.#random.isOneOf(0.2) ? [ESCAPE] : [act('down'), ENTER]
  }

  #lines({ screen, entry }: TillState): readonly TillEvent[] {
    if (screen.name !== 'refund_lines' || entry !== '') return [ESCAPE]
    const random = this.#random
    if (screen.chosen.length > 0) return this.#goOn()
    if (random.isOneOf(0.15)) return [act('void_sale')]
    if (random.isOneOf(0.3)) return [act('quantity'), ...this.#goOn()]
    if (random.isOneOf(0.15)) return [ESCAPE, ESCAPE]
    const lines = screen.subject.sale.lines.length
    const downs = Array.from({ length: random.between(0, lines - 1) }, () => act('down'))
    const howMuch = random.isOneOf(0.5) ? type(random.pick(['1', '2', '0.1'])) : []
    return [...downs, ...howMuch, ENTER]
  }

  #goOn(): readonly TillEvent[] {
    return this.#random.isOneOf(0.2) ? type('x') : [act('total')]
  }

  #pay({ entry }: TillState): readonly TillEvent[] {
    if (entry !== '') return [ESCAPE]
    const luck = this.#random.fraction()
    if (luck < 0.1) return [ESCAPE]
    if (luck < 0.25) return [act('cash'), act('total')]
    return [act('total')]
  }
}
