import type { TillView } from '#kiosk/screens/view.ts'
import type { NoticeKey } from '#kiosk/state/notice.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import { whyNot } from '#kiosk/state/why-not.ts'
import { actionTexts, keyName, offReasons } from '#kiosk/text/en.ts'
import type { BarKey } from '#kiosk/ui/key-bar.ts'

const functionKeys = ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12'] as const

// `Open drawer`, with its margin and the edge of the next key.
const LONG_LABEL_CELLS = 13

// Keys that only want something typed first are ready, and say so.
const readyReasons: ReadonlySet<NoticeKey> = new Set([
  'type_amount_first',
  'type_discount_first',
  'type_quantity_first',
])

/** True when an action would be refused whatever is typed. */
export const isOff = (why: NoticeKey | undefined): boolean => why !== undefined && !readyReasons.has(why)

const toneOf = (action: TillAction): BarKey['tone'] => {
  if (action === 'total') return 'primary'
  return action === 'void' ? 'danger' : 'plain'
}

const barKey = (view: TillView, key: string): BarKey => {
  const action = view.keys[key]
  if (action === undefined) return { key, label: '', tone: 'off' }
  const text = actionTexts[action]
  const hasRoom = view.look.columns >= functionKeys.length * LONG_LABEL_CELLS
  const label = hasRoom ? text.long : text.short
  const why = whyNot(view.state, action)
  const reason = why === undefined || !hasRoom ? '' : (offReasons[why] ?? '')
  return { key, label, tone: isOff(why) ? 'off' : toneOf(action), reason }
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
