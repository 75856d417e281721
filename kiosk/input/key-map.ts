import type { TerminalEvent } from '#kiosk/input/terminal-event.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'

/** What each key means, by the key's name or its character. A shop may put a map of its own in place of this one. */
export type KeyMap = Readonly<Record<string, TillAction>>

/** The keys of a till: a number, then a function key; a whole sale is possible on the number pad alone. */
export const defaultKeyMap: KeyMap = {
  F1: 'help',
  F2: 'find',
  F3: 'quantity',
  F4: 'void',
  F5: 'discount',
  F6: 'hold',
  F7: 'recall',
  F8: 'cash',
  F9: 'card',
  F10: 'tenders',
  F11: 'drawer',
  F12: 'total',
  '*': 'quantity',
  '-': 'void',
  '+': 'total',
  '/': 'find',
  Enter: 'enter',
  Escape: 'escape',
  Backspace: 'backspace',
  Delete: 'backspace',
  Up: 'up',
  Down: 'down',
  PageUp: 'page_up',
  PageDown: 'page_down',
  Home: 'home',
  End: 'end',
  Tab: 'menu',
  'Ctrl+L': 'lock',
  'Ctrl+P': 'price_check',
  'Ctrl+D': 'department',
  'Ctrl+R': 'receipts',
  'Ctrl+X': 'cancel_sale',
  'Ctrl+E': 'close_shift',
  'Ctrl+W': 'x_report',
  'Ctrl+S': 'sign_out',
  'Ctrl+G': 'order_discount',
  'Ctrl+U': 'override_price',
  'Ctrl+T': 'exempt_tax',
  'Ctrl+F': 'refund',
  'Ctrl+V': 'void_sale',
  'Ctrl+K': 'coupon',
  'Ctrl+N': 'customer',
  'Ctrl+Y': 'empties',
  'Ctrl+B': 'buyer',
}

/** The press that a terminal's event stands for; a pasted character is text and never a command. */
export const keyPressed = (keys: KeyMap, event: TerminalEvent): KeyPressed | undefined => {
  switch (event.type) {
    case 'key': {
      const action = keys[event.key]
      return action === undefined ? undefined : { type: 'key', action, text: undefined }
    }
    case 'text':
      return { type: 'key', action: event.isPasted ? undefined : keys[event.text], text: event.text }
    case 'pointer':
      return undefined
  }
}
