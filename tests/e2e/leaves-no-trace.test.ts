import { afterEach, expect, test } from 'vitest'
import { demoPlace, startDemo, type DemoPlace } from '#tests/support/demo.ts'
import { filesHolding } from '#tests/support/files-holding.ts'

// Not the one that the demo's panel offers to scan, which stands in a file of the demo's.
const CARD = '5555555555554444'
const WRONG_PIN = '73918264'

let place: DemoPlace
afterEach(() => place.remove())

test('a card number and a wrong PIN typed at the till are in no file of kiosk, devices, hub and logs', async () => {
  place = await demoPlace()
  const demo = startDemo(place)
  await demo.isOpen()
  demo.type(`1\r${WRONG_PIN}\r`)
  await demo.shows('PIN is wrong')
  await demo.signIn()
  for (const keys of [CARD, `/${CARD}`]) {
    demo.type(keys)
    await demo.shows('card number')
    demo.type('\r')
    demo.type('\u001b')
  }
  demo.type('0400010297436\r+5\r')
  await demo.shows('T1-000001')
  demo.type('\u0011')
  await expect(demo.exited).resolves.toBe(0)
  expect(filesHolding(place.data, ['T1-000001'])).not.toEqual([])
  expect(filesHolding(place.data, [CARD, WRONG_PIN])).toEqual([])
}, 120_000)
