import type { startDemo } from '#tests/support/demo.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

type Demo = ReturnType<typeof startDemo>

const ESCAPE = '\u001b'
const TIMEOUT_MS = 30_000

/** A key that was lost on the way to a till that was starting is pressed again after so long. */
const AGAIN_MS = 2_000

/** Presses what the screen asks for, again where nothing comes of it, until it shows what is wanted. */
const press = async (demo: Demo, isDone: (text: string) => boolean, keysFor: (text: string) => string) => {
  let pressedOn = ''
  let pressed = ''
  let pressedAt = 0
  await waitUntil(
    () => {
      const text = demo.text()
      if (isDone(text)) return true
      const keys = keysFor(text)
      // A long row of keys is on its way for a while, whatever else changes on the screen.
      const isWaiting = text === pressedOn || (keys.length > 1 && keys === pressed)
      if (keys === '' || (isWaiting && performance.now() - pressedAt < AGAIN_MS)) return false
      pressedOn = text
      pressed = keys
      pressedAt = performance.now()
      demo.type(keys)
      return false
    },
    () => demo.text(),
    TIMEOUT_MS,
  )
}

/** Signs in at a till that came back: what was typed while it was away may have reached it, or not. */
export const signInAgain = async (demo: Demo): Promise<void> => {
  await demo.isOpen()
  await press(
    demo,
    // Whoever is signed in stands in the first row.
    (text) => /^ Vendly {2}T1 {2}\w/u.test(text),
    (text) => {
      // Half a number, or a PIN that was begun, is wiped first.
      if (text.includes('PIN ›')) return ESCAPE
      if (!text.includes('Operator number ›')) return ''
      return /▸ Operator number {4}▏/u.test(text) ? '1\r1111\r' : ESCAPE
    },
  )
  if (demo.text().includes('Float in')) {
    demo.type('100\r')
    await demo.shows('Code ›', TIMEOUT_MS)
  }
}

const payKeys = (text: string): string => {
  if (text.includes('CHANGE')) return '\r'
  if (text.includes('TO PAY')) return '\r'
  return text.includes('Code ›') ? '+' : ESCAPE
}

/** Pays what is open, if anything is, until the till shows that nothing is: these words. */
export const finishSale = async (demo: Demo, words = 'Scan an item'): Promise<void> =>
  press(demo, (text) => text.includes(words), payKeys)

/** From an empty sale to the change of another: what was typed before and comes late is in nobody's way. */
export const sellOne = async (demo: Demo, keys: string): Promise<void> => {
  await finishSale(demo)
  await press(
    demo,
    (text) => text.includes('CHANGE'),
    (text) => (text.includes('Scan an item') ? keys : payKeys(text)),
  )
}
