import { atMost, type Bench, type Metric } from '#tests/bench/bench.ts'
import { percentile } from '#tests/bench/statistics.ts'
import { openTestHub } from '#tests/support/test-hub.ts'

const BLOCKS = 20
const SALES_A_BLOCK = 100
const PRODUCTS = 50
const LINES = 8

const items = Array.from({ length: LINES }, (_, index) => ({ product_id: index + 1, quantity: 1, unit_price: 1.25 }))

const cpuMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

const measure = async (): Promise<Metric[]> => {
  const hub = await openTestHub({ RATE_LIMIT_API: 'off', LOG_LEVEL: 'info', NODE_ENV: 'production' })
  for (let number = 1; number <= PRODUCTS; number += 1) {
    const body = { name: `Thing ${number}`, price: 1.25, quantity: 1_000_000, tax_rate: 8.875 }
    await hub.ask('POST', '/api/v1/products', { body })
  }
  let key = 0
  const sell = async (): Promise<void> => {
    key += 1
    const headers = { 'idempotency-key': `sale-${key}` }
    const { status } = await hub.ask('POST', '/api/v1/sales', { body: { items }, headers })
    if (status !== 201) throw new Error(`The sale is refused with ${status}.`)
  }
  for (let sale = 0; sale < SALES_A_BLOCK; sale += 1) await sell()
  const alone: number[] = []
  const together: number[] = []
  for (let block = 0; block < BLOCKS; block += 1) {
    const beforeAlone = process.cpuUsage()
    for (let sale = 0; sale < SALES_A_BLOCK; sale += 1) await sell()
    alone.push(cpuMs(beforeAlone) / SALES_A_BLOCK)
    const beforeTogether = process.cpuUsage()
    await Promise.all(Array.from({ length: SALES_A_BLOCK }, sell))
    together.push(cpuMs(beforeTogether) / SALES_A_BLOCK)
  }
  await hub.close()
  return [
    atMost('POST of 8 lines, one at a time, CPU, p50', percentile(alone, 0.5), 'ms', 1),
    atMost('POST of 8 lines, 100 at once, CPU, p50', percentile(together, 0.5), 'ms', 1),
  ]
}

export const bench: Bench = { name: 'hub.sale', run: measure }
