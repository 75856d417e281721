import { expect, test } from 'vitest'
import { action, scan, startSelling, startTinyTill } from '#tests/support/tiny-till.ts'

const HELP = action('help')
const MILK = '8901262010016'

const screens: [string, (string | ReturnType<typeof action>)[]][] = [
  ['sell', ['12⏎', '3*8901']],
  ['find', ['mil']],
  ['tender', ['12⏎+', '50']],
  ['price_check', [action('price_check'), '12']],
  ['department', ['5', action('department'), '2']],
  ['unknown_item', ['99999⏎', '12.']],
  ['close_shift', [action('close_shift'), '10']],
  ['confirm_close', [action('close_shift'), '1000⏎']],
  ['cash_drawer', ['5', action('drawer'), '2']],
  ['shift_closed', [action('close_shift'), '1000⏎y']],
  ['confirm_cancel', ['12⏎', action('cancel_sale')]],
  ['menu', [action('menu'), '↓↓']],
  ['held', ['12⏎', action('hold'), action('recall')]],
  ['complete', ['12⏎+100⏎']],
  ['receipts', ['12⏎+100⏎', action('receipts')]],
]

test.each(screens)('help comes on %s and goes back to exactly that', (name, steps) => {
  for (const key of ['⎋', '⏎', HELP]) {
    const till = startSelling()
    const before = till.do(...steps)
    expect(before.screen.name).toBe(name)
    expect(till.do(HELP)).toMatchObject({ screen: { name: 'help' }, entry: '', notice: undefined })
    expect(till.do('x')).toMatchObject({ screen: { name: 'help' }, notice: { key: 'key_ignored_here' } })
    expect(till.do(key)).toEqual(before)
  }
})

test('help while a float is counted', () => {
  const till = startTinyTill()
  till.do({ type: 'started', recovered: undefined, shift: undefined, openIntents: [], unclaimed: [] }, '1⏎1111⏎', '10')
  till.do(HELP, { type: 'tick', nowMs: till.shop.nowMs + 1_000 })
  expect(till.state()).toMatchObject({ screen: { name: 'help' } })
  expect(till.do('⎋')).toMatchObject({ screen: { name: 'open_shift' }, entry: '10' })
})

test('nobody is helped who is not signed in', () => {
  expect(startTinyTill().do(HELP).screen.name).toBe('sign_in')
  expect(startSelling().do(action('lock'), HELP).screen.name).toBe('locked')
})

test('the lock puts help away, and what was under way comes back', () => {
  const till = startSelling()
  till.do('12⏎+', '50', HELP, action('lock'), '1111⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, entry: '50' })
})

test('a scan puts help away and means what it means there', () => {
  const till = startSelling()
  expect(till.do(HELP, scan(MILK)).basket?.lines).toHaveLength(1)
  expect(till.do('+', '50', HELP, scan(MILK))).toMatchObject({
    screen: { name: 'tender' },
    entry: '50',
    notice: { key: 'scan_ignored_here' },
  })
})

test('a card that is approved below the help pays, and is seen', () => {
  const till = startSelling()
  till.store.card = undefined
  till.do('12⏎', action('card'), HELP)
  expect(till.do({ type: 'tick', nowMs: till.shop.nowMs + 400_000 }).screen.name).toBe('help')
  const [intent] = till.store.intents
  till.store.card = { outcome: 'approved', approvalCode: '7', scheme: 'visa', last4: '4242' }
  till.do(...till.store.answerCard(intent?.intentId ?? '', till.store.card))
  expect(till.state()).toMatchObject({ screen: { name: 'complete' }, basket: undefined, openIntents: [] })
})

test('what has nothing to say leaves help open; a printer that refuses is heard', () => {
  const till = startSelling()
  till.do('mil', HELP, { type: 'catalogue_changed' }, { type: 'printed', outcome: 'confirmed', attention: '' })
  expect(till.state().screen.name).toBe('help')
  till.do({ type: 'printed', outcome: 'refused', attention: 'No paper.' })
  expect(till.state()).toMatchObject({ screen: { name: 'find' }, entry: 'mil', notice: { key: 'print_refused' } })
})

test('while the scale is asked, help waits for its answer as every key does', () => {
  const till = startSelling()
  till.store.scale = undefined
  till.do('4011⏎', HELP)
  const { screen } = till.state()
  expect(screen.name).toBe('weigh')
  const readingId = screen.name === 'weigh' ? screen.readingId : ''
  till.do({ type: 'weight_read', readingId, weightGrams: 500 })
  expect(till.state()).toMatchObject({ screen: { name: 'help' }, basket: { lines: [{}] } })
})

test('a weight that is keyed is kept below the help', () => {
  const till = startSelling()
  till.store.scale = 'The scale does not answer.'
  till.do('4011⏎', '0.8', HELP, '⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'weigh' }, entry: '0.8' })
})
