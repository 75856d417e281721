import { info } from '#kiosk/state/notice.ts'
import { openSubject } from '#kiosk/state/refund-find.ts'
import { askVoid } from '#kiosk/state/refund-void.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { ListedReceipt, World } from '#kiosk/state/world.ts'

/** Shows this till's last receipts of sales and refunds, the newest first. */
export function openReceipts(state: TillState, world: World): StepResult {
  const receipts = world.lastReceipts()
  if (receipts.length === 0) return refuse(state, info('receipts_none'))
  const screen = { name: 'receipts', receipts, selected: 0, isOpen: false } as const
  return next(state, { screen, entry: '', notice: undefined })
}

const printAgain = (receipt: ListedReceipt): TillEffect =>
  receipt.kind === 'sale'
    ? { type: 'print_receipt', saleId: receipt.subject.sale.saleId, isCopy: true }
    : { type: 'print_refund', refundId: receipt.refund.refundId }

/** The key of a void or a refund, on a receipt that can have one. */
const stepSale = (state: TillState, key: KeyPressed, receipt: ListedReceipt, world: World): StepResult | undefined => {
  if (receipt.kind !== 'sale' || state.shift === undefined) return undefined
  if (key.action === 'void_sale' || key.text?.toLowerCase() === 'v') return askVoid(state, receipt.subject, world)
  return key.action === 'refund' ? openSubject(state, receipt.subject) : undefined
}

/** Keys in the list: Enter looks into one, and prints it again, marked as a copy, from there; `v` undoes the sale. */
export function stepReceipts(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'receipts') return next(state)
  if (key.action === 'escape') {
    return screen.isOpen
      ? next(state, { screen: { ...screen, isOpen: false }, notice: undefined })
      : next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })
  }
  const receipt = screen.receipts[screen.selected]
  if (key.action === 'enter' && receipt !== undefined) {
    if (!screen.isOpen) return next(state, { screen: { ...screen, isOpen: true }, notice: undefined })
    return next(state, { notice: undefined }, [printAgain(receipt)])
  }
  const done = receipt === undefined ? undefined : stepSale(state, key, receipt, world)
  if (done !== undefined) return done
  const selected = movedSelection(screen.selected, screen.receipts.length, key.action)
  return selected === undefined ? ignoreKey(state, key) : next(state, { screen: { ...screen, selected } })
}
