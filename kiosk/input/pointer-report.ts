import type { PointerEvent } from '#kiosk/input/terminal-event.ts'

const report = /^<(\d{1,3});(\d{1,5});(\d{1,5})$/

const WHEEL = 64
const MOTION = 32
const MODIFIERS = 4 + 8 + 16

const actionOf = (code: number, final: string): PointerEvent['action'] => {
  if (code >= WHEEL) return (code & 1) === 0 ? 'wheel_up' : 'wheel_down'
  if (code & MOTION) return 'move'
  return final === 'm' ? 'release' : 'press'
}

/** A mouse report of xterm's mode 1006: CSI < button ; column ; row M (or m when released). */
export const pointerOfCsi = (parameters: string, final: string): PointerEvent | undefined => {
  const [, button, column, row] = report.exec(parameters) ?? []
  if ((final !== 'M' && final !== 'm') || button === undefined || Number(column) < 1 || Number(row) < 1)
    return undefined
  const code = Number(button) & ~MODIFIERS
  return {
    type: 'pointer',
    action: actionOf(code, final),
    button: code & 3,
    column: Number(column) - 1,
    row: Number(row) - 1,
  }
}
