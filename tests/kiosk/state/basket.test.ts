import { expect, test } from 'vitest'
import { HELD_BASKETS_MAX } from '#core/basket/basket.ts'
import { action, scan, startSelling, startTinyTill } from '#tests/support/tiny-till.ts'

const boot = { type: 'started', recovered: undefined, shift: undefined, openIntents: [], unclaimed: [] } as const
const HOLD = action('hold')
const RECALL = action('recall')
const CANCEL = action('cancel_sale')

test('a held basket comes back under a new id that names the hold', () => {
  const till = startSelling()
  till.do('12⏎14⏎-')
  const saleId = till.state().basket?.saleId
  till.do(HOLD)
  expect(till.state()).toMatchObject({ basket: undefined, priced: undefined, notice: { key: 'basket_held' } })
  till.do('42⏎', action('cash'), RECALL)
  expect(till.state().screen).toMatchObject({ name: 'held', held: [{ lineCount: 1, totalMinor: 7_400 }] })
  till.do('⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: { heldBasketId: expect.any(String) },
    priced: { totals: { totalMinor: 7_400 } },
    notice: { key: 'basket_recalled', details: { count: 1 } },
  })
  expect(till.state().basket?.saleId).not.toBe(saleId)
  expect(till.store.effects.at(-1)).toMatchObject({ type: 'show_display', lower: 'TOTAL 74.00' })
  expect(till.do(HOLD, RECALL, '⎋').screen.name).toBe('sell')
})

test('the list of held baskets is walked by arrows', () => {
  const till = startSelling()
  till.do('12⏎', HOLD, '14⏎', HOLD, RECALL, '↓↓↑↓⏎')
  expect(till.state().basket?.lines[0]?.name).toBe('Lays Magic Masala')
})

test('recalling wants an empty basket; one that was emptied goes on record first', () => {
  const till = startSelling()
  expect(till.do(RECALL).notice?.key).toBe('held_none')
  expect(till.do(HOLD).notice?.key).toBe('basket_empty')
  till.do('12⏎', HOLD, '14⏎')
  expect(till.do(RECALL).notice?.key).toBe('basket_not_empty')
  till.do('-', RECALL, '⏎')
  expect(till.state().basket?.lines[0]?.name).toBe('Amul Milk 1 l')
  expect(till.store.effects.map(({ type }) => type).slice(-4)).toEqual([
    'cancel_basket',
    'recall_basket',
    'sync_held',
    'show_display',
  ])
})

test('no more baskets are held than the store keeps, and none is lost', () => {
  const till = startSelling()
  for (let count = 0; count < HELD_BASKETS_MAX; count += 1) till.do('12⏎', HOLD)
  expect(till.do('14⏎', HOLD)).toMatchObject({ basket: { lines: [{}] }, notice: { key: 'held_full' } })
})

test('cancelling asks for Y; Enter, scans and other keys do nothing', () => {
  const till = startSelling()
  expect(till.do(CANCEL).notice?.key).toBe('basket_empty')
  till.do('12⏎', CANCEL, '⏎⏎+', scan('8901491101837'), 'x')
  expect(till.state()).toMatchObject({ screen: { name: 'confirm_cancel' }, basket: { lines: [{}] } })
  for (const no of ['n', 'N', '⎋']) expect(till.do(no, CANCEL).basket?.lines).toHaveLength(1)
  till.do('Y')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: undefined,
    notice: { key: 'basket_cancelled' },
  })
  expect(till.store.effects.slice(-2)).toMatchObject([
    { type: 'cancel_basket', operatorId: 5 },
    { type: 'show_display' },
  ])
})

test('a basket is recovered after a crash, and says so to whoever signs in', () => {
  const till = startSelling()
  till.do('12⏎14⏎-')
  const { saved, shift, totals } = till.store
  const again = startTinyTill()
  again.do(
    { type: 'started', recovered: saved, shift: shift && { shift, totals }, openIntents: [], unclaimed: [] },
    scan('8901491101837'),
    '2⏎2222⏎',
  )
  expect(again.state()).toMatchObject({
    screen: { name: 'sell' },
    priced: { totals: { totalMinor: 7_400 } },
    notice: { key: 'sale_recovered', details: { count: 1 } },
  })
})

test('a till that stopped with the change on its screen says it to whoever signs in, once', () => {
  const till = startSelling()
  till.do('12⏎+500⏎')
  const { shift, totals } = till.store
  const [lastSale] = till.shop.sales
  const again = startTinyTill()
  const start = { type: 'started', recovered: undefined, openIntents: [], unclaimed: [], lastSale } as const
  again.do({ ...start, shift: shift && { shift, totals } }, '1⏎1111⏎')
  const change = 50_000 - (lastSale?.totals.totalMinor ?? 0)
  expect(again.state()).toMatchObject({
    screen: { name: 'sell' },
    lastSale: undefined,
    notice: { key: 'sale_was_complete', details: { receiptLabel: lastSale?.receiptLabel, changeMinor: change } },
  })
})

test('a basket that was partly paid is recovered into its payment', () => {
  const till = startSelling()
  till.do('12⏎', '50', action('cash'))
  const { saved, shift, totals } = till.store
  const again = startTinyTill()
  again.do(
    { type: 'started', recovered: saved, shift: shift && { shift, totals }, openIntents: [], unclaimed: [] },
    '1⏎1111⏎',
  )
  expect(again.state()).toMatchObject({ screen: { name: 'tender' }, tenders: [{ amountMinor: 5_000 }] })
  expect(again.do('24⏎').screen.name).toBe('complete')
})

test('a basket that outlives its shift waits for the next one', () => {
  const till = startSelling()
  till.do('12⏎')
  const again = startTinyTill()
  again.do(
    { type: 'started', recovered: till.store.saved, shift: undefined, openIntents: [], unclaimed: [] },
    '1⏎1111⏎',
    '⏎',
  )
  expect(again.state()).toMatchObject({ screen: { name: 'sell' }, basket: { lines: [{}] } })
})

test('the shift closes by a count, shows its sums and signs out on Enter', () => {
  const till = startSelling()
  till.do('12⏎', action('cash'), action('close_shift'))
  expect(till.store.effects.at(-1)).toEqual({ type: 'open_drawer', reason: 'shift' })
  till.do('1070,50⏎⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'confirm_close', countedCashMinor: 107_050 } })
  till.do('y')
  expect(till.state()).toMatchObject({
    screen: { name: 'shift_closed', report: { expectedCashMinor: 107_400, count: { differenceMinor: -350 } } },
    shift: undefined,
  })
  expect(till.do('5', action('hold'), scan('8901262010016')).screen.name).toBe('shift_closed')
  till.do('⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sign_in' }, operator: undefined })
  till.do('1⏎1111⏎')
  expect(till.state().screen.name).toBe('open_shift')
})

test('an open basket blocks the close; Escape leaves the count', () => {
  const till = startSelling()
  expect(till.do('12⏎', action('close_shift')).notice?.key).toBe('basket_not_empty')
  till.do('-', action('close_shift'), '12..⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'close_shift' }, notice: { key: 'amount_invalid' } })
  expect(till.do('⎋').screen.name).toBe('sell')
  till.do({ type: 'refused', key: 'payment_unknown_blocks' })
  expect(till.state().notice).toMatchObject({ tone: 'bad', key: 'payment_unknown_blocks' })
})

test('the last receipts are looked into and printed again as copies', () => {
  const till = startSelling()
  expect(till.do(action('receipts')).notice?.key).toBe('receipts_none')
  till.do('12⏎', action('cash'), '14⏎', action('cash'), action('receipts'), '↓⏎')
  expect(till.state().screen).toMatchObject({ name: 'receipts', selected: 1, isOpen: true })
  till.do('⏎')
  expect(till.store.effects.at(-1)).toEqual({
    type: 'print_receipt',
    saleId: till.shop.sales[1]?.saleId,
    isCopy: true,
  })
  expect(till.do({ type: 'printed', outcome: 'confirmed', attention: '' }).notice?.key).toBe('printed')
  expect(till.do('⎋').screen).toMatchObject({ name: 'receipts', isOpen: false })
  expect(till.do('⎋').screen.name).toBe('sell')
})

test.each([
  ['refused', 'print_refused'],
  ['unconfirmed', 'print_unconfirmed'],
] as const)('a receipt that was %s is told aloud, over whatever is typed', (outcome, key) => {
  const till = startSelling()
  till.do('12⏎', action('cash'), '89', { type: 'printed', outcome, attention: 'The cover is open.' })
  expect(till.state()).toMatchObject({
    entry: '89',
    notice: { tone: 'bad', key, details: { attention: 'The cover is open.' } },
  })
  expect(till.do({ type: 'printed', outcome: 'confirmed', attention: '' }).notice?.key).toBe(key)
  till.do('⎋⎋', action('receipts'), '⏎', { type: 'printed', outcome, attention: '' })
  expect(till.state().notice).toMatchObject({ key })
})

test('devices, link and policy are told without disturbing anybody', () => {
  const till = startSelling()
  const before = till.do('12⏎', '14')
  const away = [{ name: 'printer', kind: 'printer', attention: 'No paper.' }]
  till.shop.policy = { ...till.shop.policy, idleLockSeconds: 60 }
  till.do(
    { type: 'devices_changed', away },
    { type: 'link_changed', isOnline: true, unsentCount: 3 },
    { type: 'catalogue_changed' },
  )
  expect(till.state()).toEqual({ ...before, away, isOnline: true, unsentCount: 3, policy: till.shop.policy })
})

test('a start without anything to recover signs in', () => {
  const till = startTinyTill()
  till.do(boot)
  expect(till.state()).toMatchObject({ screen: { name: 'sign_in' }, basket: undefined, openIntents: [] })
})
