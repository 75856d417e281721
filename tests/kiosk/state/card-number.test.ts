import { expect, test } from 'vitest'
import { action, scan, startSelling, startTinyTill, type TinyTill } from '#tests/support/tiny-till.ts'

const boot = { type: 'started', recovered: undefined, shift: undefined, openIntents: [], unclaimed: [] } as const
const VISA = '4111111111111111'
const MAESTRO = '6759649826438453003'
const DINERS = '30569309025904'
const AMEX = '378282246310005'

type Steps = (string | ReturnType<typeof action>)[]

const fields: [string, () => TinyTill, Steps][] = [
  ['operator number', () => startTinyTill(), [boot as never]],
  ['PIN', () => startTinyTill(), [boot as never, '1⏎']],
  ['float', () => startTinyTill(), [boot as never, '1⏎1111⏎']],
  ['code', startSelling, []],
  ['search', startSelling, ['/']],
  ['price check', startSelling, [action('price_check')]],
  ['department', startSelling, ['5', action('department')]],
  ['unknown item', startSelling, ['99999⏎']],
  ['amount given', startSelling, ['12⏎+']],
  ['count', startSelling, [action('close_shift')]],
  ['unlock', startSelling, [action('lock')]],
  ['weight', startSelling, ['4011⏎']],
]

for (const number of [VISA, MAESTRO, DINERS, AMEX, `5${'5'.repeat(10)}54444`]) {
  test.each(fields)(
    `a card's number (${number.length} digits, ${number[0]}…) in the field: %s`,
    (name, start, steps) => {
      const till = start()
      if (name === 'weight') till.store.scale = 'away'
      const before = till.do(...steps)
      till.store.effects.length = 0
      const after = till.do(number, '⏎')
      expect(after).toMatchObject({ entry: '', notice: { tone: 'bad', key: 'card_number_refused' } })
      expect(after.screen.name).toBe(before.screen.name)
      expect({ ...after, notice: undefined, screen: undefined }).toEqual({
        ...before,
        notice: undefined,
        screen: undefined,
      })
      expect(new Set(till.store.effects.map(({ type }) => type))).toEqual(new Set(['beep']))
    },
  )
}

test.each(['quantity', 'department', 'cash', 'card', 'find', 'void', 'total', 'hold', 'menu'] as const)(
  'a card’s number is not used by the key %s either',
  (name) => {
    const till = startSelling()
    till.do('12⏎', DINERS, action(name))
    expect(till.state()).toMatchObject({ entry: '', screen: { name: 'sell' }, notice: { key: 'card_number_refused' } })
    expect(till.state().basket?.lines).toMatchObject([{ isVoided: false }])
  },
)

test('it is gone from the screen with its last digit, and what follows is dropped up to Enter', () => {
  const till = startSelling()
  till.do('12⏎+', VISA)
  expect(till.state()).toMatchObject({ entry: '', notice: { key: 'card_number_refused' } })
  till.do('123', '⏎')
  expect(till.state()).toMatchObject({ entry: '', tenders: [], screen: { name: 'tender' } })
  till.do('100⏎')
  expect(till.state().screen.name).toBe('complete')
})

test.each([VISA, MAESTRO, DINERS, AMEX, '4111 1111 1111 1111'])('it is said and counted once: %s', (number) => {
  const till = startSelling()
  till.do('/')
  till.store.effects.length = 0
  till.do(number, '⏎')
  expect(till.store.effects).toEqual([{ type: 'beep' }])
  expect(till.state()).toMatchObject({ entry: '', notice: { key: 'card_number_refused' } })
})

test('Escape and Backspace end it too; a scan is sold all the same', () => {
  const till = startSelling()
  expect(till.do(VISA, '⎋', '12⏎').basket?.lines).toHaveLength(1)
  expect(till.do(VISA, '⌫', '12⏎').basket?.lines).toHaveLength(2)
  expect(till.do(VISA, scan('8901262010016')).basket?.lines).toHaveLength(3)
})

test('the rest of one waits for the scale with all other keys, and is dropped then', () => {
  const till = startSelling()
  till.store.scale = undefined
  till.do(VISA, scan('42'), '99', '⏎')
  const { screen } = till.state()
  const readingId = screen.name === 'weigh' ? screen.readingId : ''
  till.do({ type: 'weight_read', readingId, weightGrams: 500 })
  expect(till.state()).toMatchObject({ entry: '', basket: { lines: [{}] }, notice: { key: 'card_number_refused' } })
})

test('typed in groups it is found in the search as well', () => {
  const till = startSelling()
  expect(till.do('/', '4111 1111 1111 1111')).toMatchObject({ entry: '', notice: { key: 'card_number_refused' } })
})

test('it never stays in state, effects or notices, and a GTIN is none', () => {
  const till = startSelling()
  till.do(VISA, '⏎', '/', VISA, '⏎⎋', scan(VISA), '12⏎+', AMEX, '⏎')
  const kept = JSON.stringify([till.state(), till.store.effects])
  expect(kept).not.toContain(VISA)
  expect(kept).not.toContain(AMEX)
  expect(till.do('⎋', '⎋', '4006381333931⏎').notice?.key).toBe('item_added')
})
