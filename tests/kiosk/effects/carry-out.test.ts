import { expect, test } from 'vitest'
import { PIN_ATTEMPTS_MAX } from '#core/staff/operator.ts'
import { deviceGone, PIN, startRealTill } from '#tests/kiosk/effects/real-till.ts'
import { TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'
import { action, scan } from '#tests/support/tiny-till.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const approval = { outcome: 'approved', approvalCode: '7', scheme: 'visa', last4: '4242' } as const
const CARD = action('card')
const CASH = action('cash')

test('a sale is on the disk before the drawer opens and the receipt prints', async () => {
  using folder = new TemporaryFolder()
  const seen: string[] = []
  const till = startRealTill(folder.path, {
    'drawer.open': () => {
      seen.push(`drawer, ${till.store.sales.last(9).length} sales`)
      return {}
    },
    'printer.print': ({ jobId }) => {
      seen.push(`receipt ${jobId.split(':').at(-1)}`)
      return { outcome: 'confirmed' }
    },
  })
  till.signIn()
  till.do('3*12⏎', scan('4006381333931', ']E0'), '+500⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'complete', changeMinor: 17_900 },
    shiftTotals: { saleCount: 1 },
  })
  await waitUntil(
    () => till.store.printJobs.next() === undefined,
    () => 'the receipt waits',
  )
  expect(seen).toEqual(['drawer, 1 sales', 'receipt 1'])
  expect(till.store.sales.last(9)).toMatchObject([{ receiptLabel: 'T3-000001', totals: { totalMinor: 32_100 } }])
  await till.close()
})

test(
  'wrong PINs count on over a restart, for operators and for numbers that nobody has',
  { timeout: 20_000 },
  async () => {
    using folder = new TemporaryFolder()
    for (const number of ['1', '77']) {
      const before = startRealTill(folder.path)
      for (let tries = 0; tries < PIN_ATTEMPTS_MAX; tries += 1) before.do(`${number}⏎0000⏎`)
      expect(before.state().notice?.key).toBe('pin_wrong')
      await before.close()
      const after = startRealTill(folder.path)
      after.do(`${number}⏎${PIN}⏎`)
      expect(after.state()).toMatchObject({ operator: undefined, notice: { key: 'pin_locked' } })
      await after.close()
    }
  },
)

test('the intent is committed before the terminal is asked, and an approval with the sale’s tenders', async () => {
  using folder = new TemporaryFolder()
  const till = startRealTill(folder.path, {
    'terminal.charge': ({ intentId, amountMinor }) => {
      expect(till.store.payments.byId(intentId)).toMatchObject({ amountMinor, outcome: { state: 'pending' } })
      return approval
    },
  })
  till.signIn()
  till.do('12⏎', '50', CARD)
  await waitUntil(
    () => till.state().tenders.length === 1,
    () => 'no answer of the card',
  )
  expect(till.store.baskets.loadOpen()?.tenders).toMatchObject([{ kind: 'card', amountMinor: 5_000 }])
  till.do(CASH)
  expect(till.store.sales.last(1)[0]?.tenders).toMatchObject([{ kind: 'card' }, { kind: 'cash', amountMinor: 2_400 }])
  await till.close()
})

test('a reply that is lost stays unknown over a crash, is looked up at boot, and pays the sale once', async () => {
  using folder = new TemporaryFolder()
  const lost = startRealTill(folder.path, {
    'terminal.charge': async () => Promise.reject(deviceGone('Unanswered')),
  })
  lost.signIn()
  lost.do('12⏎', CARD)
  await waitUntil(
    () => lost.state().openIntents.length === 1,
    () => 'the reply is not lost yet',
  )
  expect(lost.state().screen).toMatchObject({ name: 'card', phase: 'unknown' })
  await lost.close()

  const charges: string[] = []
  const again = startRealTill(folder.path, {
    'terminal.charge': ({ intentId }) => {
      charges.push(intentId)
      return approval
    },
    'terminal.lookup': () => approval,
  })
  await waitUntil(
    () => again.state().openIntents.length === 0,
    () => 'the payment is not looked up',
  )
  again.do(`1⏎${PIN}⏎`)
  expect(again.state().screen).toMatchObject({ name: 'complete', sale: { tenders: [{ kind: 'card', last4: '4242' }] } })
  expect(charges).toEqual([])
  expect(again.store.baskets.loadOpen()).toBeUndefined()
  await again.close()
})

test('a late approval that fits no more is neither in the state nor on the disk', async () => {
  using folder = new TemporaryFolder()
  const answer = Promise.withResolvers<typeof approval>()
  const till = startRealTill(folder.path, {
    'terminal.charge': async () => Promise.reject(deviceGone('Unanswered')),
    'terminal.lookup': async () => answer.promise,
  })
  till.signIn()
  till.do('12⏎', CARD)
  await waitUntil(
    () => till.state().openIntents.length === 1,
    () => 'the reply is not lost yet',
  )
  till.do('⏎⎋', '50⏎')
  answer.resolve(approval)
  await waitUntil(
    () => till.state().notice?.key === 'card_late',
    () => 'the approval did not come',
  )
  expect(till.state().tenders).toMatchObject([{ kind: 'cash', amountMinor: 5_000 }])
  expect(till.store.baskets.loadOpen()?.tenders).toMatchObject([{ kind: 'cash' }])
  await till.close()
})

const GIVE_BACK = action('give_back')
const CLOSE_SHIFT = action('close_shift')
const charged = { amountMinor: 7_400, scheme: 'visa', last4: '4242' }

test('a card that was charged beside the cash blocks the close over every start, until it is given back', async () => {
  using folder = new TemporaryFolder()
  const till = startRealTill(folder.path, {
    'terminal.charge': async () => Promise.reject(deviceGone('Unanswered')),
    'terminal.lookup': () => ({ outcome: 'unknown' }),
  })
  till.signIn()
  till.do('12⏎', CARD)
  await waitUntil(
    () => till.state().openIntents.length === 1,
    () => 'the reply is not lost yet',
  )
  till.do('⎋', CASH, '⏎')
  await till.close()

  const again = startRealTill(folder.path, { 'terminal.lookup': () => approval })
  await waitUntil(
    () => again.state().unclaimed.length === 1,
    () => 'the payment is not looked up',
  )
  expect(again.state()).toMatchObject({ openIntents: [], unclaimed: [charged], notice: { key: 'card_late' } })
  await again.close()

  const last = startRealTill(folder.path)
  last.do(`1⏎${PIN}⏎`, CLOSE_SHIFT)
  expect(last.state()).toMatchObject({ notice: { key: 'give_back_blocks' }, unclaimed: [charged] })
  last.do(GIVE_BACK, 'y')
  expect(last.state()).toMatchObject({ unclaimed: [], notice: { key: 'card_given_back' } })
  expect(last.store.payments.unclaimed()).toEqual([])
  expect(last.do(CLOSE_SHIFT, '100', '⏎', 'y').screen.name).toBe('shift_closed')
  await last.close()
})

test('a till that dies between the approval and the notice finds the card at its next start', async () => {
  using folder = new TemporaryFolder()
  const till = startRealTill(folder.path, {
    'terminal.charge': async () => Promise.reject(deviceGone('Unanswered')),
  })
  till.signIn()
  till.do('12⏎', CARD)
  await waitUntil(
    () => till.state().openIntents.length === 1,
    () => 'the reply is not lost yet',
  )
  till.do('⎋', CASH, '⏎')
  // What the effect commits, and then nothing more: the state never hears of it.
  const { outcome, ...card } = approval
  till.store.payments.finish(till.state().openIntents[0]?.intentId ?? '', { state: outcome, ...card })
  expect(till.state().unclaimed).toEqual([])
  // The store refuses by itself what this till would not know to refuse.
  till.do({ type: 'intents_changed', openIntents: [], unclaimed: [] }, CLOSE_SHIFT, '100', '⏎', 'y')
  expect(till.state()).toMatchObject({ screen: { name: 'confirm_close' }, notice: { key: 'give_back_blocks' } })
  await till.close()

  const again = startRealTill(folder.path)
  expect(again.state()).toMatchObject({ screen: { name: 'sign_in' }, openIntents: [], unclaimed: [charged] })
  again.do(`1⏎${PIN}⏎`, GIVE_BACK, 'y', CLOSE_SHIFT)
  expect(again.state()).toMatchObject({ screen: { name: 'close_shift' }, unclaimed: [] })
  await again.close()
})

test('the scale sells, or says why not, under the reading’s own id', async () => {
  using folder = new TemporaryFolder()
  const weight = { coefficient: 850, exponent: 0, unit: 'g', weightGrams: 850, at: '2026-03-01T09:00:00.000Z' } as const
  const answers = [
    async () => Promise.reject(deviceGone('NotSent')),
    () => ({ ...weight, state: 'zero' as const }),
    () => ({ ...weight, state: 'stable' as const }),
  ]
  const till = startRealTill(folder.path, { 'scale.read': () => answers.shift()?.() ?? { ...weight, state: 'motion' } })
  till.signIn()
  for (const attention of ['The devices program is away.', 'Put the goods on the scale.']) {
    till.do(till.state().screen.name === 'sell' ? '4011⏎' : '⏎')
    await waitUntil(
      () => till.state().notice?.details['attention'] === attention,
      () => `no word of: ${attention}`,
    )
  }
  till.do('⏎')
  await waitUntil(
    () => till.state().basket !== undefined,
    () => 'nothing was weighed',
  )
  expect(till.state().basket?.lines).toMatchObject([{ quantity: { weightGrams: 850 }, quantitySource: 'scale' }])
  await till.close()
})

test('holding, recalling, cancelling and closing leave the store and the state of one mind', async () => {
  using folder = new TemporaryFolder()
  const till = startRealTill(folder.path)
  till.signIn()
  till.do('12⏎', action('hold'), '14⏎-', action('recall'), '⏎')
  expect(till.state()).toMatchObject({ basket: { heldBasketId: expect.any(String) }, screen: { name: 'sell' } })
  expect(till.store.baskets.loadOpen()?.basket).toEqual(till.state().basket)
  till.do(action('cancel_sale'), 'y')
  expect(till.store.baskets.loadOpen()).toBeUndefined()
  till.do('12⏎-', action('lock'), `${PIN}⏎`, action('close_shift'), '1000⏎y')
  expect(till.state()).toMatchObject({ screen: { name: 'shift_closed', report: { count: { differenceMinor: 0 } } } })
  expect(till.store.shifts.current()).toBeUndefined()
  till.do('⏎')
  expect(till.state().operator).toBeUndefined()
  await till.close()
})

test('a receipt that did not print is told, and printed from the list as a copy', async () => {
  using folder = new TemporaryFolder()
  const printed: string[] = []
  let isAway = true
  const till = startRealTill(folder.path, {
    'printer.print': async ({ document }) => {
      if (isAway) return Promise.reject(deviceGone('NotSent'))
      printed.push(JSON.stringify(document))
      return { outcome: 'confirmed' }
    },
  })
  till.signIn()
  till.do('12⏎', CASH)
  await waitUntil(
    () => till.state().notice?.key === 'print_refused',
    () => 'nobody says that it did not print',
  )
  expect(till.state().notice?.details).toMatchObject({ attention: 'The printer is not there.' })
  isAway = false
  till.do(action('receipts'), '⏎⏎')
  await waitUntil(
    () => till.state().notice?.key === 'printed',
    () => 'the copy did not print',
  )
  expect(printed).toHaveLength(1)
  expect(printed[0]).toContain('*** COPY ***')
  await till.close()
})
