import { expect, test } from 'vitest'
import { action, scan, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const readingId = (till: TinyTill): string => {
  const { screen } = till.state()
  return screen.name === 'weigh' ? screen.readingId : ''
}

const waitingTill = (): TinyTill => {
  const till = startSelling()
  till.store.scale = undefined
  return till
}

test('a weighed item asks the scale, and its weight is sold', () => {
  const till = startSelling()
  till.do('4011⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: { lines: [{ quantity: { weightGrams: 850 }, quantitySource: 'scale' }] },
    notice: { key: 'item_added', details: { quantity: '0.850 kg', amountMinor: 5_865, isWeighed: true } },
  })
})

test('a weight typed before the item is used, and marked as keyed; a comma will do', () => {
  const till = startSelling()
  till.do('1,25*4011⏎')
  expect(till.state().basket?.lines).toMatchObject([
    { quantity: { weightGrams: 1_250 }, quantitySource: 'manual_weight' },
  ])
  till.do('2.*42⏎')
  expect(till.state().basket?.lines[1]).toMatchObject({ name: 'Paneer', quantity: { weightGrams: 2_000 } })
})

test('what is typed and scanned ahead waits for the scale and comes in its order', () => {
  const waiting = waitingTill()
  waiting.do('4011⏎', '3*12⏎', scan('4006381333931'), '42⏎', '14⏎')
  expect(waiting.state()).toMatchObject({ screen: { name: 'weigh', product: { name: 'Bananas' } }, basket: undefined })
  waiting.do({ type: 'weight_read', readingId: readingId(waiting), weightGrams: 300 })
  expect(waiting.state().screen).toMatchObject({ name: 'weigh', product: { name: 'Paneer' } })
  waiting.do({ type: 'weight_read', readingId: readingId(waiting), weightGrams: 500 })
  expect(waiting.state().basket?.lines.map(({ name, quantity }) => [name, quantity])).toEqual([
    ['Bananas', { unit: 'gram', weightGrams: 300 }],
    ['Amul Milk 1 l', { unit: 'piece', count: 3 }],
    ['Highlighter Boss', { unit: 'piece', count: 1 }],
    ['Paneer', { unit: 'gram', weightGrams: 500 }],
    ['Lays Magic Masala', { unit: 'piece', count: 1 }],
  ])
})

test('Escape takes the item back; the weight that comes then weighs nothing else', () => {
  const till = waitingTill()
  till.do('4011⏎')
  const late = readingId(till)
  till.do('⎋', '42⏎', { type: 'weight_read', readingId: late, weightGrams: 300 })
  expect(till.state()).toMatchObject({ screen: { name: 'weigh', product: { name: 'Paneer' } }, basket: undefined })
  till.do({ type: 'weight_failed', readingId: late, attention: 'late' })
  expect(till.state().screen).toMatchObject({ isReading: true })
})

test('a scale that is away says so; a weight is keyed with its decimal sign', () => {
  const till = startSelling()
  till.store.scale = 'The scale is unplugged.'
  till.do('4011⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'weigh', isReading: false },
    notice: { key: 'scale_away', details: { attention: 'The scale is unplugged.' } },
  })
  till.do('0,5⏎')
  expect(till.state().basket?.lines).toMatchObject([
    { quantity: { weightGrams: 500 }, quantitySource: 'manual_weight' },
  ])
})

test('a code typed ahead never becomes a weight, and what was lost is told', () => {
  const till = startSelling()
  till.store.scale = 'away'
  till.do('4011⏎', '12⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'weigh' }, basket: undefined, notice: { key: 'point_first' } })
  const waiting = waitingTill()
  waiting.do('4011⏎', '12⏎', { type: 'weight_failed', readingId: 'late', attention: 'x' })
  waiting.do({ type: 'weight_failed', readingId: readingId(waiting), attention: 'away' })
  expect(waiting.state()).toMatchObject({
    screen: { isReading: false, waiting: [] },
    entry: '',
    notice: { key: 'scale_away', details: { attention: 'away', isInputLost: true } },
  })
})

test.each(['0.⏎', '.⏎', '100.⏎', '0.0004⏎'])('the weight %j is refused', (typed) => {
  const till = startSelling()
  till.store.scale = 'away'
  till.do('4011⏎', typed)
  expect(till.state()).toMatchObject({ screen: { name: 'weigh' }, notice: { key: 'quantity_out_of_range' } })
})

test.each([0, -5, 100_000, 1.5])(
  'a scale that answers %d grams is not believed, and nobody is stuck',
  (weightGrams) => {
    const till = startSelling()
    till.store.scale = weightGrams
    till.do('4011⏎')
    expect(till.state()).toMatchObject({
      screen: { name: 'weigh', isReading: false },
      basket: undefined,
      notice: { key: 'quantity_out_of_range' },
    })
    expect(till.do('⎋').screen.name).toBe('sell')
  },
)

test('Enter asks the scale again, and so does a scale that comes back', () => {
  const till = startSelling()
  till.store.scale = 'away'
  till.do('4011⏎', { type: 'devices_changed', away: [{ name: 's', kind: 'scale', attention: 'away' }] })
  till.store.scale = 400
  till.do({ type: 'devices_changed', away: [] })
  expect(till.state().basket?.lines).toMatchObject([{ quantity: { weightGrams: 400 }, quantitySource: 'scale' }])
  till.store.scale = 'away'
  till.do('42⏎')
  till.store.scale = 600
  till.do('⏎')
  expect(till.state().basket?.lines[1]?.quantity).toEqual({ unit: 'gram', weightGrams: 600 })
})

test('a scale that comes back does not take the pen out of the hand', () => {
  const till = startSelling()
  till.store.scale = 'away'
  till.do('4011⏎', '0.', { type: 'devices_changed', away: [{ name: 'd', kind: 'process', attention: 'away' }] })
  till.store.scale = 400
  till.do({ type: 'devices_changed', away: [] })
  expect(till.state()).toMatchObject({ screen: { name: 'weigh', isReading: false }, entry: '0.' })
})

test('scans are refused once the scale has failed; a jammed key does not wait for ever', () => {
  const till = startSelling()
  till.store.scale = 'away'
  till.do('4011⏎', '0.5', scan('8901262010016'))
  expect(till.state()).toMatchObject({ entry: '0.5', notice: { key: 'scan_ignored_here' } })
  const waiting = waitingTill()
  waiting.do('4011⏎', '1'.repeat(600))
  expect(waiting.state()).toMatchObject({ notice: { key: 'input_lost' } })
  const { screen } = waiting.state()
  expect(screen.name === 'weigh' && screen.waiting.length).toBe(512)
})

test('the lock key does not wait for the scale', () => {
  const till = waitingTill()
  till.do('4011⏎', '12⏎', action('lock'))
  expect(till.state().screen.name).toBe('locked')
})
