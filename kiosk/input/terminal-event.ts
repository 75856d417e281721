/** A key that is no text: `F8`, `Enter`, `Shift+Tab`, `Ctrl+L`. Modifiers stand in the order Ctrl, Alt, Shift. */
interface KeyEvent {
  readonly type: 'key'
  readonly key: string
}

/** One typed character; `isPasted` inside a bracketed paste. */
interface TextEvent {
  readonly type: 'text'
  readonly text: string
  readonly isPasted: boolean
}

/** A mouse or a finger (SGR 1006), in cells from 0. */
export interface PointerEvent {
  readonly type: 'pointer'
  readonly action: 'press' | 'release' | 'move' | 'wheel_up' | 'wheel_down'
  readonly button: number
  readonly column: number
  readonly row: number
}

export type TerminalEvent = KeyEvent | TextEvent | PointerEvent
