import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { demoPlace, signedInApi, startDemo, type DemoPlace } from '#tests/support/demo.ts'
import { openTerminal } from '#tests/support/terminal.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

interface WireSale {
  readonly receipt_number: string
  readonly total: number
  readonly items: readonly { readonly product_name: string; readonly quantity: number }[]
}

const T1 = (sales: unknown): readonly WireSale[] =>
  (sales as WireSale[]).filter((sale) => sale.receipt_number.startsWith('T1-'))

/** Asks until this till's sales are so many. */
const untilSales = async (place: DemoPlace, count: number): Promise<readonly WireSale[]> => {
  const api = await signedInApi(place)
  let sales: readonly WireSale[] = []
  let isAsking = false
  await waitUntil(
    () => {
      if (!isAsking) {
        isAsking = true
        void api.get('/sales?limit=50').then((answer) => {
          sales = T1(answer)
          isAsking = false
        })
      }
      return sales.length >= count
    },
    () => `the hub has ${sales.length} sales of T1`,
    20_000,
  )
  return sales
}

describe('npm start', () => {
  const places: DemoPlace[] = []
  const open = async (): Promise<DemoPlace> => {
    const place = await demoPlace()
    places.push(place)
    return place
  }
  afterEach(() => {
    for (const place of places.splice(0)) place.remove()
  })

  test('a newcomer sells by keys alone and sees it in the report', { timeout: 120_000 }, async () => {
    const place = await open()
    const demo = startDemo(place)
    await demo.signIn()
    // A search, three of a product by its code, and cash: in one burst.
    demo.type('whole milk 1 gal\r3*0400010297436\r+20\r')
    await demo.shows('CHANGE')
    expect(demo.text()).toContain('T1-000001')
    const [sale] = await untilSales(place, 1)
    expect(sale?.total).toBe(10.76)
    expect(sale?.items.map((item) => item.quantity)).toEqual([1, 3])
    const api = await signedInApi(place)
    const summary = (await api.get('/reports/sales-by-payment')) as { data: readonly { method: string }[] }
    expect(summary.data.map(({ method }) => method)).toContain('cash')
    demo.type('\u0011')
    await expect(demo.exited).resolves.toBe(0)
  })

  test('sales made with the hub stopped arrive once when it is back', { timeout: 180_000 }, async () => {
    const place = await open()
    const first = startDemo(place)
    await first.signIn()
    first.type('\u0011')
    await expect(first.exited).resolves.toBe(0)

    const till = startDemo(place, ['--kiosk-only'])
    await till.signIn()
    await till.shows('offline')
    till.type('0400010297436\r+5\r')
    await till.shows('T1-000001')
    till.type('2*0400010297436\r+10\r')
    await till.shows('T1-000002')

    const hub = startDemo(place, ['--hub-only'])
    await hub.shows('The hub is running', 60_000)
    const sales = await untilSales(place, 2)
    await till.shows('online', 90_000)
    expect(Object.fromEntries(sales.map((sale) => [sale.receipt_number, sale.total]))).toEqual({
      'T1-000001': 2.69,
      'T1-000002': 5.38,
    })
    expect(sales).toHaveLength(2)
    till.type('\u0011')
    await expect(till.exited).resolves.toBe(0)
    hub.type('\u0003')
    await expect(hub.exited).resolves.toBe(0)
  })

  test('what is taken is said in words, and a running demo is not deleted', { timeout: 120_000 }, async () => {
    const place = await open()
    const demo = startDemo(place)
    await demo.signIn()
    const reset = startDemo(place, ['--reset-demo'])
    await reset.shows('is running on')
    await expect(reset.exited).resolves.toBe(64)
    const second = startDemo(place)
    await second.shows('A hub is running on')
    await expect(second.exited).resolves.toBe(64)
    const elsewhere = await open()
    const taken = startDemo({ ...place, data: elsewhere.data })
    await taken.shows('is taken by another program')
    await expect(taken.exited).resolves.toBe(64)
    demo.type('0400010297436\r+5\r')
    await demo.shows('T1-000001')
    demo.type('\u0011')
    await expect(demo.exited).resolves.toBe(0)
    const fresh = startDemo(place, ['--reset-demo'])
    await fresh.shows('The old demo shop is deleted.')
    await fresh.signIn()
    fresh.type('\u0011')
    await expect(fresh.exited).resolves.toBe(0)
  })

  test('a terminal that will not do, and a mode that is not built, are said in words', async () => {
    const place = await open()
    const small = startDemo(place, [], { columns: 60, rows: 20 })
    await small.shows('This terminal is 60 × 20')
    await expect(small.exited).resolves.toBe(64)
    const mode = startDemo(place, ['--mode', 'self-checkout'])
    await mode.shows('is not built yet')
    await expect(mode.exited).resolves.toBe(64)
    // Somebody's own folder never becomes the demo's, which --reset-demo would delete whole.
    const file = join(place.data, 'letter.txt')
    writeFileSync(file, 'mine')
    for (const [args, words] of [
      [[], 'holds something else already'],
      [['--reset-demo'], 'is not a demo'],
      [['--data', file], 'cannot be used'],
    ] as const) {
      const others = startDemo(place, [...args])
      await others.shows(words)
      await expect(others.exited).resolves.toBe(64)
    }
    expect(readFileSync(file, 'utf8')).toBe('mine')
    const help = openTerminal('node', ['bin/launch.mjs', 'bin/start.ts', '--help'])
    await help.shows('--reset-demo')
    await expect(help.exited).resolves.toBe(0)
  })

  test('npm run dev ends with the demo that it watches', { timeout: 120_000 }, async () => {
    const place = await open()
    const command = ['run', 'dev', '--', '--data', place.data, '--port', String(place.port)]
    const dev = openTerminal('npm', command, { ...place.environment })
    await dev.shows('Operator number', 60_000)
    dev.press('\u0011')
    await dev.shows('Everything is stopped')
    await expect(dev.exited).resolves.toBe(0)
  })
})
