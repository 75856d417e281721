import { expect, test } from 'vitest'
import { defaultKeyMap, keyPressed } from '#kiosk/input/key-map.ts'
import { tillActions } from '#kiosk/state/till-action.ts'

test('every action has a key, but for what is rare enough for the menu', () => {
  const mapped = new Set([...Object.values(defaultKeyMap), 'give_back', 'reports'])
  expect(tillActions.filter((action) => !mapped.has(action))).toEqual([])
})

test('a function key has no text, a sign has both, a letter has text alone', () => {
  expect(keyPressed(defaultKeyMap, { type: 'key', key: 'F8' })).toEqual({
    type: 'key',
    action: 'cash',
    text: undefined,
  })
  expect(keyPressed(defaultKeyMap, { type: 'text', text: '*', isPasted: false })).toEqual({
    type: 'key',
    action: 'quantity',
    text: '*',
  })
  expect(keyPressed(defaultKeyMap, { type: 'text', text: 'm', isPasted: false })).toEqual({
    type: 'key',
    action: undefined,
    text: 'm',
  })
})

test('what is pasted is never a command', () => {
  expect(keyPressed(defaultKeyMap, { type: 'text', text: '-', isPasted: true })?.action).toBeUndefined()
})

test('a key without a meaning, and a pointer, are no press', () => {
  expect(keyPressed(defaultKeyMap, { type: 'key', key: 'Ctrl+A' })).toBeUndefined()
  expect(keyPressed(defaultKeyMap, { type: 'pointer', action: 'press', button: 0, column: 3, row: 4 })).toBeUndefined()
})
