import { expect, test } from 'vitest'
import type { TerminalEvent } from '#kiosk/input/terminal-event.ts'
import { TerminalInput } from '#kiosk/input/terminal-input.ts'

const openInput = () => {
  const events: TerminalEvent[] = []
  let ring: (() => void) | undefined
  const input = new TerminalInput(
    (_, due) => {
      ring = due
      return () => (ring = undefined)
    },
    (event) => events.push(event),
  )
  const press = (text: string): void => input.push(new TextEncoder().encode(text))
  return { events, input, press, wait: () => ring?.() }
}

test('a lone ESC becomes the key when nothing follows in time', () => {
  const { events, press, wait } = openInput()
  press('\u001b')
  expect(events).toEqual([])
  wait()
  expect(events).toEqual([{ type: 'key', key: 'Escape' }])
})

test('an ESC that is followed in time starts a sequence', () => {
  const { events, press, wait } = openInput()
  press('\u001b')
  press('[1')
  press('9~')
  wait()
  expect(events).toEqual([{ type: 'key', key: 'F8' }])
})

test('nothing rings after the end', () => {
  const { events, input, press, wait } = openInput()
  press('\u001b')
  input.close()
  wait()
  expect(events).toEqual([])
})
