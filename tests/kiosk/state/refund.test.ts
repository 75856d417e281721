import { expect, test } from 'vitest'
import { openFirst, REFUND, shopWith } from '#tests/kiosk/state/refund-shop.ts'
import { asha, meera, tinyProducts } from '#tests/support/tiny-catalogue.ts'
import { withHub } from '#tests/support/tiny-hub.ts'
import { action, scan, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const VOID = action('void_sale')

const effectsOf = ({ store }: TinyTill, type: string) => store.effects.filter((effect) => effect.type === type)

test('a part of a line goes back by keys: chosen, asked of the hub, recorded, handed out', () => {
  const { till, hub } = shopWith()
  expect(openFirst(till).screen).toMatchObject({ name: 'refund_lines', selected: 0, chosen: [] })
  till.do('2⏎', '⏎')
  expect(till.state().screen).toMatchObject({ name: 'refund_goods' })
  till.do('⏎', '2⏎')
  expect(till.state().screen).toMatchObject({ name: 'refund_pay', pending: { draft: { kind: 'return' } } })
  // An Enter that bounced gives nothing back.
  expect(till.do('⏎').notice?.key).toBe('refund_press_total')
  const { screen, shiftTotals } = till.do('+')
  const [refund] = till.shop.refunds
  expect(screen).toMatchObject({ name: 'refund_done' })
  expect(refund).toMatchObject({
    kind: 'return',
    originalReceiptLabel: 'T1-000001',
    reservationId: [...hub.open.keys()][0],
    totals: { totalMinor: 14_800 },
    tenders: [{ kind: 'cash', amountMinor: 14_800 }],
  })
  expect(refund?.lines).toMatchObject([
    { line: 1, quantity: { count: 2 }, grossMinor: 14_800, reason: 'Wrong item', isRestocked: true },
  ])
  expect(shiftTotals).toMatchObject({ refundCount: 1, refundMinor: 14_800, refundCashMinor: 14_800 })
  const order = till.store.effects
    .filter((effect) => effect.type !== 'ask_hub' || effect.operation === 'reserve')
    .map(({ type }) => type)
    .filter((type) => ['keep_reservation', 'ask_hub', 'complete_refund', 'print_waiting'].includes(type))
  expect(order).toEqual(['keep_reservation', 'ask_hub', 'complete_refund', 'print_waiting'])
  expect(effectsOf(till, 'open_drawer').length).toBe(2)
  expect(till.store.reservations.size).toBe(0)
  expect(till.do('12⏎').screen.name).toBe('sell')
})

test('half goes back, then the rest, then once more: refused', () => {
  const { till } = shopWith()
  openFirst(till)
  till.do('1⏎', '⏎', '⏎', '⏎', '+', '⏎')
  expect(till.do(REFUND, '1⏎').screen).toMatchObject({ subject: { status: 'partially_returned' } })
  till.do('*', '+', '⏎', '⏎', '+')
  expect(till.shop.refunds.map(({ totals }) => totals.totalMinor)).toEqual([18_350, 7_400])
  const { screen, notice } = till.do('⏎', REFUND, '1⏎')
  expect([screen.name, notice?.key]).toEqual(['refund_find', 'refund_nothing_left'])
})

test.each([
  ['0', 'quantity_out_of_range'],
  ['100000', 'quantity_out_of_range'],
  ['4', 'refund_too_much'],
  ['0.5', 'quantity_out_of_range'],
])('so much of a line is refused: %s', (typed, key) => {
  const { till } = shopWith()
  openFirst(till)
  const { screen, notice } = till.do(`${typed}⏎`)
  expect([screen.name, notice?.key, notice?.tone]).toEqual(['refund_lines', key, 'bad'])
  expect(screen).toMatchObject({ chosen: [] })
})

test('nothing chosen goes nowhere, and what was chosen is taken back', () => {
  const { till } = shopWith()
  openFirst(till)
  expect(till.do('+').notice?.key).toBe('refund_choose_first')
  till.do('⏎', '-')
  expect(till.state().screen).toMatchObject({ chosen: [] })
  expect(till.do('2', '+').notice?.key).toBe('entry_open')
})

test('receipts that are not known, of another currency, voided, or too old', () => {
  const { till } = shopWith({ refunds: { daysMax: 10, cashMaxMinor: 50_000, withoutReceiptMaxMinor: 0 } })
  expect(till.do(REFUND, 'T9-000044⏎').notice?.key).toBe('sale_not_known_here')
  const [sale] = till.shop.sales
  if (sale === undefined) throw new Error('There is a sale.')
  till.shop.sales.push({
    ...sale,
    saleId: till.shop.newId(),
    receiptLabel: 'T1-000077',
    receiptNumber: 77,
    currency: 'USD',
  })
  expect(till.do('T1-77⏎').notice?.key).toBe('refund_currency')
  till.do('⎋')
  till.shop.nowMs += 11 * 86_400_000
  till.do({ type: 'tick', nowMs: till.shop.nowMs }, '1111⏎', REFUND, '1⏎')
  expect(till.state().notice?.key).toBe('refund_old')
  till.do('⏎⏎', '⏎', '⏎')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'refund_beyond_policy' })
  till.do('9⏎9999⏎', '+')
  expect(till.shop.refunds[0]?.authorisations).toEqual([{ permission: 'refund_beyond_policy', authorisedBy: meera.id }])
})

test('cash above the policy takes a manager, and both stand in the refund', () => {
  const { till } = shopWith({ refunds: { daysMax: 10, cashMaxMinor: 10_000, withoutReceiptMaxMinor: 0 } })
  openFirst(till)
  till.do('*', '+', '⏎', '⏎', '+')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'refund_beyond_policy' })
  till.do('9⏎9999⏎')
  expect(till.shop.refunds[0]).toMatchObject({
    operatorId: asha.id,
    authorisations: [{ permission: 'refund_beyond_policy', authorisedBy: meera.id }],
  })
})

test('the hub is away: nothing is given, and that is said', () => {
  const { till, hub } = shopWith()
  hub.isAway = true
  const { screen, notice } = openFirst(till)
  expect([screen.name, notice?.key]).toEqual(['refund_lines', 'refund_hub_away'])
  till.do('*', '+', '⏎', '⏎', '+')
  expect(till.state()).toMatchObject({ screen: { name: 'refund_pay' }, notice: { key: 'refund_hub_away' } })
  expect(till.shop.refunds).toEqual([])
  expect(till.state().unreleased).toHaveLength(1)
  hub.isAway = false
  till.do(
    { type: 'link_changed', isOnline: false, unsentCount: 0 },
    { type: 'link_changed', isOnline: true, unsentCount: 0 },
  )
  expect(till.state().unreleased).toEqual([])
  expect(till.store.reservations.size).toBe(0)
  expect(till.do('+').screen.name).toBe('refund_done')
})

test.each(['refund_not_returnable', 'refunds_held', 'till_not_caught_up'] as const)('the hub says no: %s', (code) => {
  const { till, hub } = shopWith()
  hub.refusal = code
  openFirst(till)
  const { screen, notice } = till.do('*', '+', '⏎', '⏎', '+')
  expect([screen.name, notice?.key]).toEqual(['refund_pay', code])
  expect(till.shop.refunds).toEqual([])
  expect(till.store.reservations.size).toBe(0)
})

test('keys while the hub is asked land nowhere; Escape gives it up, and an answer that comes late too', () => {
  const { till, hub } = shopWith()
  const answer = till.store.hub
  till.store.hub = (operation, fields) => (operation === 'reserve' ? undefined : answer(operation, fields))
  openFirst(till)
  till.do('*', '+', '⏎', '⏎', '+')
  const { screen } = till.state()
  if (screen.name !== 'refund_wait') throw new Error('The hub is asked.')
  expect(till.do('⏎').notice?.key).toBe('hub_wait')
  expect(till.do('⎋').screen.name).toBe('refund_pay')
  const { reservationId } = screen
  till.do({
    type: 'hub_answered',
    purpose: { type: 'refund_reserve', reservationId },
    reply: { outcome: 'answered', operation: 'reserve', result: { reservationId } },
  })
  expect(till.state().screen.name).toBe('refund_pay')
  expect(hub.ended.has(reservationId)).toBe(true)
  expect(till.store.reservations.size).toBe(0)
})

test('a refund that another till made meanwhile is seen before money moves', () => {
  const { till } = shopWith()
  openFirst(till)
  till.do('2⏎⏎', '⏎', '⏎')
  const answer = till.store.hub
  till.store.hub = (operation, fields) => {
    const reply = answer(operation, fields)
    if (operation !== 'reserve' || reply?.outcome !== 'answered' || reply.operation !== 'reserve') return reply
    const refunded = { lines: [{ line: 1, amount: 2 }], tenders: [], pointsTakenBack: 0, pointsGivenBack: 0 }
    return { ...reply, result: { ...reply.result, refunded } }
  }
  const { screen, notice } = till.do('+')
  expect([screen.name, notice?.key]).toEqual(['refund_find', 'refund_changed'])
  expect(till.shop.refunds).toEqual([])
})

test('money goes back to its card through a step of its own, first there, then on the record', () => {
  const till = startSelling()
  withHub(till)
  till.do('12⏎', action('card'))
  till.do('⏎', REFUND, '1⏎', '⏎⏎', '⏎', '⏎', '+')
  expect(till.state().screen).toMatchObject({ name: 'refund_terminal', isResumed: false })
  expect([...till.store.reservations.values()]).toMatchObject([{ phase: 'terminal' }])
  expect(till.shop.refunds).toEqual([])
  till.do('⏎')
  expect(till.shop.refunds[0]?.tenders).toMatchObject([{ kind: 'card', amountMinor: 7_400, approvalCode: '001234' }])
  expect(effectsOf(till, 'open_drawer')).toEqual([])
})

test('at the terminal Escape gives everything up, and cash in its place takes a manager', () => {
  const till = startSelling()
  const hub = withHub(till)
  till.do('12⏎', action('card'), '⏎', REFUND, '1⏎', '⏎⏎', '⏎', '⏎', '+')
  till.do('⎋')
  expect(till.state().screen).toMatchObject({ name: 'refund_pay', pending: { draft: { reservationId: null } } })
  expect(hub.open.size).toBe(0)
  till.do('+', action('cash'))
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'refund_beyond_policy' })
  till.do('9⏎9999⏎')
  expect(till.shop.refunds[0]).toMatchObject({
    tenders: [{ kind: 'cash', amountMinor: 7_400 }],
    authorisations: [{ authorisedBy: meera.id }],
  })
})

test('after a restart in the terminal’s step the till asks about it before anything else', () => {
  const till = startSelling()
  withHub(till)
  till.do('12⏎', action('card'), '⏎', REFUND, '1⏎', '⏎⏎', '⏎', '⏎', '+')
  const { shift, shiftTotals, openRefund } = till.state()
  if (shift === undefined || shiftTotals === undefined) throw new Error('A shift is open.')
  till.do({
    type: 'started',
    recovered: undefined,
    shift: { shift, totals: shiftTotals },
    openIntents: [],
    unclaimed: [],
    openRefund,
  })
  expect(till.do('1⏎1111⏎').screen).toMatchObject({ name: 'refund_terminal', isResumed: true })
  expect(till.do('⏎').screen.name).toBe('refund_done')
  expect(till.shop.refunds).toHaveLength(1)
})

test('whoever takes the till over goes on with the terminal’s step', () => {
  const till = startSelling()
  withHub(till)
  till.do('12⏎', action('card'), '⏎', REFUND, '1⏎', '⏎⏎', '⏎', '⏎', '+')
  till.do(action('lock'), action('sign_out'), '2⏎2222⏎')
  expect(till.state().screen).toMatchObject({ name: 'refund_terminal', isResumed: true })
})

test('some in cash, some to the card: more cash than the policy has takes a manager', () => {
  const till = startSelling()
  withHub(till)
  till.do('12⏎', action('card'), '⏎', REFUND, '1⏎', '⏎⏎', '⏎', '⏎')
  till.do('20⏎')
  expect(till.state().screen).toMatchObject({
    pending: {
      tenders: [
        { kind: 'card', amountMinor: 5_400 },
        { kind: 'cash', amountMinor: 2_000 },
      ],
    },
  })
  expect(till.do('80', action('cash')).notice?.key).toBe('over_tender')
  expect(till.do('+').screen).toMatchObject({ name: 'authorise', permission: 'refund_beyond_policy' })
  till.do('⎋', action('card'))
  expect(till.state().screen).toMatchObject({ pending: { tenders: [{ kind: 'card', amountMinor: 7_400 }] } })
})

test('the last sale is voided by a manager, everything as it came, and not again', () => {
  const { till } = shopWith()
  till.do(VOID)
  expect(till.state().screen).toMatchObject({ name: 'reason', action: { type: 'void_sale' } })
  till.do('⏎')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'void_sales' })
  till.do('9⏎9999⏎')
  expect(till.do(action('cash')).notice?.key).toBe('void_as_it_came')
  till.do('+')
  expect(till.shop.refunds[0]).toMatchObject({
    kind: 'void',
    totals: { totalMinor: 25_750 },
    authorisations: [{ permission: 'void_sales', authorisedBy: meera.id }],
  })
  expect(till.state().shiftTotals).toMatchObject({ voidCount: 1, voidMinor: 25_750 })
  expect(till.do('⏎', VOID).notice?.key).toBe('sale_already_void')
  expect(till.do(REFUND, '1⏎').notice?.key).toBe('sale_already_void')
})

test('a sale of which something went back is not voided; from the list any other is', () => {
  const { till } = shopWith()
  openFirst(till)
  till.do('1⏎⏎', '⏎', '⏎', '+', '⏎')
  expect(till.do(VOID).notice?.key).toBe('sale_has_refunds')
  till.do('12⏎', action('cash'), '⏎', action('receipts'))
  till.do('v', '⏎', '9⏎9999⏎', '+')
  expect(till.shop.refunds[0]).toMatchObject({ kind: 'void', originalReceiptLabel: 'T1-000002' })
})

test('goods without a receipt come back by policy and permission alone', () => {
  const { till } = shopWith({ refunds: { daysMax: 10, cashMaxMinor: 10_000, withoutReceiptMaxMinor: 8_000 } })
  till.do(REFUND, REFUND)
  expect(till.state().screen).toMatchObject({ name: 'refund_items' })
  till.do(scan(tinyProducts.milk.barcodes[0] ?? ''), '14⏎')
  expect(till.do('⏎').notice).toMatchObject({ key: 'refund_limit_without_receipt', details: { maxMinor: 8_000 } })
  till.do('-', '⏎')
  expect(till.state().screen).toMatchObject({ name: 'refund_goods', choices: ['to_shelf', 'written_off'] })
  till.do('2⏎', '⏎')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'return_without_receipt' })
  till.do('9⏎9999⏎', '+')
  expect(till.shop.refunds[0]).toMatchObject({
    kind: 'return',
    originalSaleId: null,
    reservationId: null,
    totals: { totalMinor: 7_400 },
    lines: [{ isRestocked: false, quantity: { count: 1 } }],
  })
})

test('without a receipt: not where the shop takes nothing back so, and not what nobody takes back', () => {
  const { till } = shopWith()
  expect(till.do(REFUND, REFUND).notice?.key).toBe('refund_needs_receipt')
  const { till: other } = shopWith({ refunds: { daysMax: 10, cashMaxMinor: 10_000, withoutReceiptMaxMinor: 90_000 } })
  const { milk } = tinyProducts
  other.shop.products.set(milk.id, { ...milk, rules: { isReturnable: false } })
  expect(other.do(REFUND, REFUND, '12⏎').notice?.key).toBe('refund_not_returnable')
  other.do('⎋', '1⏎', '⏎⏎', '⏎', '⏎')
  expect(other.state()).toMatchObject({ screen: { name: 'refund_goods' }, notice: { key: 'refund_not_returnable' } })
  // Its price may go back all the same, when the goods stay with the customer.
  expect(other.do('3⏎', '⏎').screen).toMatchObject({ name: 'refund_pay', pending: { draft: { kind: 'refund' } } })
})

test('found by customer or card, chosen from the list', () => {
  const { till } = shopWith()
  till.do(REFUND, 'rao⏎')
  expect(till.state().screen).toMatchObject({ name: 'refund_sales', sales: [{ receiptLabel: 'T1-000001' }] })
  expect(till.do('⏎').screen.name).toBe('refund_lines')
  till.do('⎋', '42', action('card'))
  expect(till.state().notice?.key).toBe('type_last4_first')
  till.do('4242', action('card'))
  expect(till.state().screen.name).toBe('refund_sales')
  expect(till.store.effects.findLast(({ type }) => type === 'ask_hub')).toMatchObject({
    operation: 'sale_search',
    fields: { by: 'card', text: '4242' },
  })
})

test('a scanned receipt is looked up, and never taken for goods', () => {
  const { till } = shopWith()
  till.do(REFUND, scan('T1-000001'))
  expect(till.state().screen.name).toBe('refund_lines')
  expect(till.do(scan('T1-000001')).notice?.key).toBe('line_not_found')
})

test('a hub that was too slow to hear of a release hears of it again', () => {
  const { till, hub } = shopWith()
  openFirst(till)
  till.do('*', '+', '⏎', '⏎')
  hub.isAway = true
  till.do('+')
  expect(till.state()).toMatchObject({ isOnline: true, unreleased: [expect.any(String)] })
  hub.isAway = false
  expect(till.do({ type: 'tick', nowMs: till.shop.nowMs }).unreleased).toEqual([])
})

test('goods that are scanned are chosen piece by piece, as many as are left', () => {
  const { till } = shopWith()
  openFirst(till)
  const milk = scan(tinyProducts.milk.barcodes[0] ?? '')
  till.do(scan(tinyProducts.soap.barcodes[0] ?? ''), milk, milk)
  expect(till.state().screen).toMatchObject({
    selected: 0,
    chosen: [
      { line: 1, quantity: { count: 2 } },
      { line: 2, quantity: { count: 1 } },
    ],
  })
  expect(till.do(milk, milk).notice?.key).toBe('refund_nothing_left')
  expect(till.state().screen).toMatchObject({ chosen: [{ quantity: { count: 3 } }, {}] })
  expect(till.do(scan(tinyProducts.beer.barcodes[0] ?? '')).notice?.key).toBe('refund_nothing_left')
})
