import { isBasketEmpty } from '#core/basket/basket.ts'
import type { TillView } from '#kiosk/screens/view.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import { type OffReason, actionTexts, keyName, offReasons } from '#kiosk/text/en.ts'
import type { BarKey } from '#kiosk/ui/key-bar.ts'
import { isWide } from '#kiosk/ui/look.ts'

const functionKeys = ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12'] as const

const later: ReadonlySet<TillAction> = new Set(['discount', 'upi', 'drawer'])
const needsItems: ReadonlySet<TillAction> = new Set(['void', 'hold', 'cash', 'card', 'total', 'cancel_sale'])
const needsNoItems: ReadonlySet<TillAction> = new Set(['recall', 'sign_out', 'close_shift'])

const hasNoItems = ({ basket }: TillState): boolean => basket === undefined || isBasketEmpty(basket)

/** Why an action of the sell screen would be refused now; nothing when it would not. */
export const offReasonOf = (state: TillState, action: TillAction): OffReason | undefined => {
  if (later.has(action)) return 'later'
  if (needsItems.has(action) && hasNoItems(state)) return 'empty'
  if (needsNoItems.has(action) && !hasNoItems(state)) return 'open'
  return undefined
}

const toneOf = (action: TillAction): BarKey['tone'] => {
  if (action === 'total') return 'primary'
  return action === 'void' ? 'danger' : 'plain'
}

const barKey = (view: TillView, key: string): BarKey => {
  const action = view.keys[key]
  if (action === undefined) return { key, label: '', tone: 'off' }
  const text = actionTexts[action]
  const label = isWide(view.look) ? text.long : text.short
  const off = offReasonOf(view.state, action)
  if (off === undefined) return { key, label, tone: toneOf(action) }
  return { key, label, tone: 'off', reason: offReasons[off] }
}

/** The twelve function keys as they are while selling. */
export const sellKeys = (view: TillView): BarKey[] => functionKeys.map((key) => barKey(view, key))

/** The first key that means an action, as it stands on the keyboard. */
export const keyFor = (view: TillView, action: TillAction): string => {
  const key = Object.keys(view.keys).find((name) => view.keys[name] === action)
  return key === undefined ? '' : keyName(key)
}

const plain = (key: string, label: string): BarKey => ({ key, label, tone: 'plain' })

/** A key of a screen that is not the sell screen. */
export const screenKey = (view: TillView, action: TillAction, label: string): BarKey =>
  plain(keyFor(view, action), label)

/** The key that goes on. */
export const primaryKey = (view: TillView, action: TillAction, label: string): BarKey => ({
  ...screenKey(view, action, label),
  tone: 'primary',
})

/** The two arrows, which share one place. */
export const arrowKeys = (label: string): BarKey => plain('↑ ↓', label)
