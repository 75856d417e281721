import { cleanText } from '#core/barcode/clean-text.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { amountOf, quantityLike } from '#core/refund/line-share.ts'
import { everythingLeft } from '#core/refund/refund-draft.ts'
import type { RefundAsk } from '#core/refund/refund.ts'
import { refundableOf, type RefundableLine } from '#core/refund/refundable.ts'
import { meaningOf } from '#kiosk/state/code-meaning.ts'
import { AMOUNT_SIGN, editEntry, typedQuantity } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import { isExchangeOnly } from '#kiosk/state/refund-exchange.ts'
import { openGoods } from '#kiosk/state/refund-goods.ts'
import type { RefundLinesScreen } from '#kiosk/state/refund-screens.ts'
import { askVoid } from '#kiosk/state/refund-void.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { complain, ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { KeyPressed, Scanned } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const change = (state: TillState, screen: RefundLinesScreen, chosen: readonly RefundAsk[]): StepResult =>
  next(state, { screen: { ...screen, chosen }, entry: '', notice: undefined })

const without = ({ chosen }: RefundLinesScreen, line: number): RefundAsk[] => chosen.filter((ask) => ask.line !== line)

const chosenLine = (state: TillState, screen: RefundLinesScreen, ask: RefundAsk): StepResult => {
  const asks = [...without(screen, ask.line), ask]
  return change(
    state,
    screen,
    asks.toSorted((one, other) => one.line - other.line),
  )
}

const leftOf = ({ subject, selected }: RefundLinesScreen): RefundableLine | undefined => {
  const line = subject.sale.lines[selected]?.line
  return refundableOf(subject.sale, subject.refunded).lines.find((candidate) => candidate.line === line)
}

/** Takes so much of the selected line as was typed, or all that is left of it. */
const take = (state: TillState, screen: RefundLinesScreen): StepResult => {
  const left = leftOf(screen)
  if (left === undefined) {
    const name = screen.subject.sale.lines[screen.selected]?.name ?? ''
    return refuse(state, bad('refund_nothing_left', { name: cleanText(name) }))
  }
  const quantity = state.entry === '' ? left.quantity : typedQuantity(state)
  if (quantity instanceof DomainError) return refuseWith(state, quantity)
  if (quantity.unit !== left.quantity.unit) {
    const priceUnit = left.quantity.unit === 'piece' ? 'piece' : 'kilogram'
    return refuse(state, bad('quantity_out_of_range', { priceUnit }))
  }
  if (amountOf(quantity) > amountOf(left.quantity)) return refuse(state, bad('refund_too_much'))
  return chosenLine(state, screen, { line: left.line, quantity })
}

const goOn = (state: TillState, screen: RefundLinesScreen, world: World, wantsExchange: boolean): StepResult => {
  if (state.entry !== '') return complain(state, bad('entry_open'))
  if (screen.chosen.length === 0) return refuse(state, bad('refund_choose_first'))
  const isExchange = wantsExchange || isExchangeOnly(state)
  return openGoods(
    state,
    {
      refundId: world.newId(),
      subject: screen.subject,
      asks: screen.chosen,
      basket: undefined,
      isExchange,
    },
    screen,
  )
}

/** Takes the line; on one that is taken already, with nothing typed, goes on. */
const enter = (state: TillState, screen: RefundLinesScreen, world: World): StepResult => {
  const line = screen.subject.sale.lines[screen.selected]?.line
  const isTaken = screen.chosen.some((ask) => ask.line === line)
  return state.entry === '' && isTaken ? goOn(state, screen, world, false) : take(state, screen)
}

const takeAll = (state: TillState, screen: RefundLinesScreen): StepResult => {
  if (state.entry !== '') return complain(state, bad('entry_open'))
  const { sale, refunded } = screen.subject
  return change(state, screen, everythingLeft(sale, refunded, 'refund'))
}

const leave = (state: TillState, screen: RefundLinesScreen): StepResult => {
  const line = screen.subject.sale.lines[screen.selected]?.line ?? 0
  return state.entry === '' ? change(state, screen, without(screen, line)) : complain(state, bad('entry_open'))
}

type LinesStep = (state: TillState, screen: RefundLinesScreen, world: World) => StepResult

const escape: LinesStep = (state) =>
  state.entry === ''
    ? next(state, { screen: { name: 'refund_find', asked: undefined }, notice: undefined })
    : next(state, { entry: '', notice: undefined })

const actions: Partial<Record<TillAction, LinesStep>> = {
  escape,
  enter,
  quantity: takeAll,
  void: leave,
  total: (state, screen, world) => goOn(state, screen, world, false),
  void_sale: (state, screen, world) => askVoid(state, screen.subject, world),
}

const letters: Readonly<Record<string, LinesStep>> = {
  x: (state, screen, world) => goOn(state, screen, world, true),
  v: (state, screen, world) => askVoid(state, screen.subject, world),
}

/** One more piece of what was scanned goes back: of its first line that has any left. */
export function scanRefunded(state: TillState, scan: Scanned, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_lines') return next(state)
  const meaning = meaningOf(scan.aim, scan.text, world)
  if (!('product' in meaning)) return complain(state, bad('line_not_found'))
  const { sale, refunded } = screen.subject
  const taken = (line: number): number => {
    const ask = screen.chosen.find((chosen) => chosen.line === line)
    return ask === undefined ? 0 : amountOf(ask.quantity)
  }
  const left = refundableOf(sale, refunded).lines.find(({ line, quantity }) => {
    const isIt = sale.lines.some((sold) => sold.line === line && sold.productId === meaning.product.id)
    return isIt && taken(line) < amountOf(quantity)
  })
  if (left === undefined) return complain(state, bad('refund_nothing_left', { name: cleanText(meaning.product.name) }))
  const selected = sale.lines.findIndex(({ line }) => line === left.line)
  // A weighed line goes back whole, unless a weight is typed.
  const quantity = left.quantity.unit === 'piece' ? quantityLike(left.quantity, taken(left.line) + 1) : left.quantity
  return chosenLine(state, { ...screen, selected }, { line: left.line, quantity })
}

/** Keys while the lines are chosen: how much, and Enter takes it; the total key goes on. */
export function stepRefundLines(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_lines') return next(state)
  const act = (key.action === undefined ? undefined : actions[key.action]) ?? letters[key.text?.toLowerCase() ?? '']
  if (act !== undefined) return act(state, screen, world)
  const selected = movedSelection(screen.selected, screen.subject.sale.lines.length, key.action)
  if (selected !== undefined) return next(state, { screen: { ...screen, selected }, entry: '' })
  return editEntry(state, key, AMOUNT_SIGN) ?? ignoreKey(state, key)
}
