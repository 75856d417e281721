import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTeaShop, putProduct, tea } from '#tests/hub/sales/tea-shop.ts'
import { closeSound, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeEach(async () => {
  hub = await openTeaShop()
})
afterEach(async () => closeSound(hub))

interface Item {
  readonly id: number
  readonly quantity: number
  readonly total: number
  readonly kind?: string
  readonly deposit_of?: number
}
interface Sold {
  readonly id: number
  readonly total: number
  readonly items: readonly Item[]
  readonly code: string
  readonly detail: string
  readonly age_checked_years?: number
}

const sell = async (body: object) => hub.ask<Sold>('POST', '/api/v1/sales', { body, as: 'clerk' })
const item = (id: number, price: number, more: object = {}) => {
  return { product_id: id, quantity: 1, unit_price: price, ...more }
}
const entries = async (type: string): Promise<{ body: object }[]> =>
  (await hub.ask<{ items: { body: object }[] }>('GET', `/api/v1/audit?type=${type}`)).json.items
const level = async (id: number): Promise<number> =>
  (await hub.ask<{ quantity: number }>('GET', `/api/v1/products/${id}`)).json.quantity

describe('a deposit', () => {
  const COLA = 4
  const DEPOSIT = 5
  const cola = item(COLA, 1.5)
  beforeEach(async () => {
    await putProduct(hub, DEPOSIT, { name: 'Deposit', priceMinor: 25, rules: { isDeposit: true } }, { onShelf: 0 })
    await putProduct(hub, COLA, { name: 'Cola', priceMinor: 150, rules: { depositProductId: DEPOSIT } })
  })

  test('is sold with each piece, as a line of its own that nobody asked for', async () => {
    const { status, json } = await sell({ items: [{ ...cola, quantity: 3 }, tea] })
    expect(status).toBe(201)
    expect(json).toMatchObject({
      total: 4.5 + 0.75 + 2,
      items: [
        { id: 1001, product_name: 'Cola', quantity: 3, total: 4.5 },
        { id: 1002, product_name: 'Deposit', quantity: 3, total: 0.75, kind: 'deposit', deposit_of: 1001 },
        { id: 1003, product_name: 'Tea', total: 2 },
      ],
    })
    expect(json.items[0]).not.toHaveProperty('kind')
    expect(await level(COLA)).toBe(97)
  })

  test('takes no discount: neither the line’s nor the order’s', async () => {
    const { json } = await hub.ask<Sold>('POST', '/api/v1/sales', {
      body: { items: [{ ...cola, discount: 0.1 }], discount: 0.1 },
      as: 'manager',
    })
    expect(json).toMatchObject({ total: 1.3 + 0.25, items: [{ total: 1.4 }, { total: 0.25, discount: 0 }] })
  })

  test('is part of what payments have to add up to, and the refusal says to how much', async () => {
    const pay = async (amount: number) => sell({ items: [cola], payments: [{ method: 'cash', amount }] })
    expect(await pay(1.5)).toMatchObject({
      status: 400,
      json: { code: 'payments_differ', detail: 'The payments do not add up to the total of 1.75' },
    })
    expect((await pay(1.75)).status).toBe(201)
  })

  test('that is not for sale any more is none', async () => {
    await putProduct(hub, DEPOSIT, { priceMinor: 25, isActive: false, rules: { isDeposit: true } }, { onShelf: 0 })
    expect((await sell({ items: [cola] })).json.items).toHaveLength(1)
  })

  test('whatever is sold, comes once a piece, and the sale adds up', async () => {
    await hub.ask('POST', `/api/v1/inventory/set/${COLA}?quantity=1000000`)
    await hub.ask('POST', '/api/v1/inventory/set/1?quantity=1000000')
    const counts = fc.array(fc.record({ isCola: fc.boolean(), quantity: fc.integer({ min: 1, max: 9 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(counts, async (asked) => {
        const items = asked.map(({ isCola, quantity }) => Object.assign({}, isCola ? cola : tea, { quantity }))
        const { json } = await sell({ items })
        const cents = asked.reduce((sum, { isCola, quantity }) => sum + quantity * (isCola ? 175 : 200), 0)
        expect(Math.round(json.total * 100)).toBe(cents)
        const byId = new Map(json.items.map((sold) => [sold.id, sold]))
        const deposits = json.items.filter(({ kind }) => kind === 'deposit')
        expect(deposits).toHaveLength(asked.filter(({ isCola }) => isCola).length)
        for (const deposit of deposits) expect(byId.get(deposit.deposit_of ?? 0)?.quantity).toBe(deposit.quantity)
      }),
      { numRuns: 25 },
    )
    expect((await hub.ask<{ items: unknown[] }>('GET', '/api/v1/audit/exceptions')).json.items).toEqual([])
  })
})

describe('sale hours', () => {
  const GIN = 6

  // It is 12:00 in the shop.
  test.each([
    ['08:00', '20:00', 201],
    ['12:00', '12:01', 201],
    ['12:01', '11:59', 409],
    ['08:00', '12:00', 409],
    ['20:00', '08:00', 409],
  ])('from %s to %s: %i', async (fromTime, toTime, status) => {
    await putProduct(hub, GIN, { name: 'Gin', rules: { saleHours: { fromTime, toTime } } })
    const answer = await sell({ items: [tea, item(GIN, 1)] })
    expect(answer.status).toBe(status)
    const refusal = { code: 'sale_hours', detail: 'Gin: This may not be sold at this hour.', fromTime, toTime }
    expect(answer.json).toMatchObject(status === 201 ? { total: 3 } : refusal)
    expect(await level(1)).toBe(status === 201 ? 49 : 50)
    const facts = (await entries('restriction_met')).map(({ body }) => body)
    expect(facts).toMatchObject(status === 201 ? [] : [{ productId: GIN, why: 'sale_hours' }])
  })
})

describe('a limit for one sale', () => {
  const PILLS = 7
  beforeEach(async () => putProduct(hub, PILLS, { name: 'Pills', rules: { quantityMax: 2 } }))

  test('holds over all lines of it', async () => {
    expect((await sell({ items: [item(PILLS, 1, { quantity: 2 })] })).status).toBe(201)
    for (const items of [[item(PILLS, 1, { quantity: 3 })], [item(PILLS, 1), item(PILLS, 1), item(PILLS, 1)]]) {
      expect(await sell({ items })).toMatchObject({ status: 409, json: { code: 'quantity_limit', quantityMax: 2 } })
    }
    const facts = (await entries('restriction_met')).map(({ body }) => body)
    expect(facts).toMatchObject([
      { productId: PILLS, why: 'quantity_max' },
      { productId: PILLS, why: 'quantity_max' },
    ])
  })
})

describe('an age limit', () => {
  const WINE = 8
  const wine = item(WINE, 5)
  beforeEach(async () => putProduct(hub, WINE, { name: 'Wine', priceMinor: 500, ageLimitYears: 18 }))

  test.each([
    ['nobody said that it was checked', {}],
    ['a younger age was checked', { age_checked_years: 16 }],
    ['nothing was said', { age_checked_years: null }],
  ])('refuses the sale where %s', async (_what, said) => {
    expect(await sell({ items: [tea, wine], ...said })).toMatchObject({
      status: 400,
      json: {
        code: 'age_check_missing',
        detail: 'Wine is sold from 18 years on; age_checked_years has to say that the buyer’s age was checked',
      },
    })
    expect(await level(1)).toBe(50)
  })

  test.each([18, 21])('is kept where the caller vouches for %i years; who it was is in the journal', async (years) => {
    const { status, json } = await sell({ items: [wine], age_checked_years: years })
    expect([status, json.age_checked_years]).toEqual([201, years])
    expect((await hub.ask<Sold>('GET', '/api/v1/sales/1')).json).toEqual(json)
    const [{ body } = { body: {} }] = await entries('sale_completed')
    expect(body).toMatchObject({
      ageCheck: { ageLimitYears: years, bornOnOrBefore: `${2026 - years}-11-20`, checkedBy: 3 },
    })
  })

  test('says nothing of a sale without such an item', async () => {
    const { json } = await sell({ items: [tea], age_checked_years: 18 })
    expect(json).not.toHaveProperty('age_checked_years')
    expect((await sell({ items: [tea], age_checked_years: 0 })).status).toBe(422)
  })
})

describe('a serial number', () => {
  const PHONE = 9
  const phone = (serial: string, more: object = {}) => item(PHONE, 1, { serial, ...more })
  beforeEach(async () => putProduct(hub, PHONE, { name: 'Phone', rules: { isSerialised: true } }))

  test('stands with what is sold by it', async () => {
    const { json } = await sell({ items: [phone('S-1'), phone('S-2')] })
    expect(json.items).toMatchObject([{ serial: 'S-1' }, { serial: 'S-2' }])
  })

  test.each([
    ['missing', 400, 'serial_missing', [item(PHONE, 1)]],
    ['for two', 422, 'serial_one_each', [phone('S-1', { quantity: 2 })]],
    ['twice', 409, 'serial_twice', [phone('S-1'), phone('S-1')]],
    ['empty', 422, 'validation_failed', [phone('')]],
  ])('%s is refused', async (_what, status, code, items) => {
    expect(await sell({ items })).toMatchObject({ status, json: { code } })
  })
})
