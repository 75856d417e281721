import { join } from 'node:path'
import { destination, pino } from 'pino'
import { expect, test } from 'vitest'
import { logOptions } from '#core/privacy/log-options.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import { PIN, startRealTill } from '#tests/kiosk/effects/real-till.ts'
import { TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'
import { filesHolding } from '#tests/support/files-holding.ts'
import { openTestHub } from '#tests/support/test-hub.ts'
import { action, scan } from '#tests/support/tiny-till.ts'

const VISA = '4111111111111111'
const SPELLINGS = [VISA, '4111 1111 1111 1111', '4111-1111-1111-1111']

/** How to come to each field of a till where something can be typed, and back to selling. */
const fields: Readonly<Record<string, readonly (string | TillEvent)[]>> = {
  code: [VISA, '⏎'],
  scanner: [scan(VISA), scan(VISA, ']C0'), '⎋'],
  search: ['/', VISA, '⏎⎋', '/4111 1111 1111 1111', '⏎⎋'],
  'price check': [action('price_check'), VISA, '⏎⎋'],
  department: ['5', action('department'), VISA, '⏎⎋⎋'],
  'unknown item': ['99999⏎', VISA, '⏎⎋⎋'],
  quantity: [VISA, '*', '⎋'],
  discount: ['12⏎', VISA, action('discount'), '⎋'],
  'amount given': ['12⏎+', VISA, '⏎⎋⎋'],
  PIN: [action('lock'), VISA, '⏎', `${PIN}⏎`],
  'cash counted': [action('cancel_sale'), 'y', action('close_shift'), VISA, '⏎⎋⎋'],
}

test('a card number in any field of a till reaches neither journal nor tables nor write-ahead log', async () => {
  using folder = new TemporaryFolder()
  const till = startRealTill(folder.path)
  till.do('1⏎', VISA, '⏎', `${PIN}⏎`, VISA, '⏎', '1000⏎')
  for (const [field, steps] of Object.entries(fields)) {
    till.do(...steps)
    expect({ field, ...till.state() }).toMatchObject({ field, screen: { name: 'sell' } })
    expect(JSON.stringify({ field, ...till.state() })).not.toMatch(/4111/u)
  }
  till.do('12⏎+100⏎')
  expect(till.store.sales.last(9)).toHaveLength(1)
  expect(filesHolding(folder.path, ['Amul Milk 1 l'])).not.toEqual([])
  // Written ahead, and in its place after the last connection has closed.
  expect(filesHolding(folder.path, SPELLINGS)).toEqual([])
  await till.close()
  expect(filesHolding(folder.path, SPELLINGS)).toEqual([])
})

test('a card number in any field of the API reaches neither the database nor the log', async () => {
  const hub = await openTestHub({ LOG_LEVEL: 'trace' })
  const sale = { items: [{ product_id: 1, quantity: 1, unit_price: 1 }] }
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Tea', price: 1, quantity: 9 } })
  for (const number of SPELLINGS) {
    const query = encodeURIComponent(number)
    const answers = [
      await hub.ask('POST', '/api/v1/products', { body: { name: number, price: 1 } }),
      await hub.ask('POST', '/api/v1/products', { body: { name: 'a', price: 1, sku: number } }),
      await hub.ask('PATCH', '/api/v1/products/1', { body: { description: number } }),
      await hub.ask('POST', '/api/v1/categories', { body: { name: number } }),
      await hub.ask('POST', '/api/v1/sales', { body: { ...sale, notes: `card ${number}` } }),
      await hub.ask('POST', '/api/v1/sales', { body: { ...sale, payment_reference: number } }),
      await hub.ask('POST', '/api/v1/sales', {
        body: { ...sale, payments: [{ method: 'card', amount: 1, reference: number }] },
      }),
      await hub.ask('POST', `/api/v1/inventory/adjust/1?quantity_change=1&reason=${query}`),
      await hub.ask('GET', `/api/v1/products?q=${query}`),
      await hub.ask('GET', `/api/v1/sales?customer_name=${query}`),
      await hub.ask('GET', `/api/v1/nothing/${query}`),
      await hub.login(`${VISA}@example.com`, number),
      await hub.ask('POST', '/api/v1/products', { payload: `{"name": "${number}", ` }),
      await hub.ask('GET', '/api/v1/products', { headers: { 'x-request-id': number, 'user-agent': number } }),
      await hub.ask('POST', '/api/v1/products', {
        body: { name: 'Key', price: 1 },
        headers: { 'idempotency-key': number },
      }),
    ]
    expect(answers.filter(({ text }) => text.includes(number))).toEqual([])
  }
  expect(filesHolding(hub.folder, SPELLINGS)).toEqual([])
  await hub.close()
})

test('a log of the till hides it wherever it stands', () => {
  using folder = new TemporaryFolder()
  const log = pino(logOptions('trace'), destination({ dest: join(folder.path, 'kiosk.log'), sync: true }))
  for (const number of SPELLINGS) {
    log.info({ scan: number, nested: [{ code: `x${number}` }] }, `scanned ${number}`)
    log.error(new Error(`refused: ${number}`))
  }
  expect(filesHolding(folder.path, SPELLINGS)).toEqual([])
})
