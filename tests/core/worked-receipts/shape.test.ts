import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const TOPICS = ['tax', 'discount', 'promotion', 'coupon', 'refund', 'cash-rounding', 'loyalty', 'deposit']
const CHECKED = ['read', 'from memory of the source, arithmetic verified']
const MODES = ['half_up', 'half_even', 'half_down', 'up', 'down', 'floor', 'ceiling']

type Row = Record<string, unknown>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

const row = (value: unknown): Row => {
  if (!isRow(value)) throw new TypeError(`not an object: ${JSON.stringify(value)}`)
  return value
}

const rows = (value: unknown): Row[] => {
  if (!Array.isArray(value)) throw new TypeError(`not an array: ${JSON.stringify(value)}`)
  return value.map(row)
}

const optionalRows = (value: unknown): Row[] => (value === undefined ? [] : rows(value))

const numbersIn = (value: unknown): number[] => {
  if (typeof value === 'number') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(numbersIn)
}

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))
const receiptsOf = (file: string): Row[] => rows(JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')))
const receipts = files.flatMap((file) => receiptsOf(file).map((receipt) => ({ file, receipt })))
const named = receipts.map(({ file, receipt }) => [String(receipt['id']), file, receipt] as const)

const countOf = (...topics: string[]): number =>
  receipts.filter(({ receipt }) => topics.includes(String(receipt['topic']))).length

describe('the table', () => {
  test('has receipts of every kind', () => {
    expect(receipts.length).toBeGreaterThanOrEqual(60)
    expect(countOf('tax')).toBeGreaterThanOrEqual(25)
    expect(countOf('discount', 'promotion', 'coupon')).toBeGreaterThanOrEqual(12)
    expect(countOf('refund')).toBeGreaterThanOrEqual(6)
    expect(countOf('cash-rounding')).toBeGreaterThanOrEqual(6)
    expect(countOf('deposit', 'loyalty')).toBeGreaterThanOrEqual(4)
  })

  test('names each receipt once', () => {
    expect(new Set(named.map(([id]) => id)).size).toBe(named.length)
  })
})

describe.each(named)('%s', (id, file, receipt) => {
  test('stands in the file of its topic', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(TOPICS).toContain(receipt['topic'])
    expect(file).toBe(`${String(receipt['topic'])}.json`)
    expect(receipt['currency']).toMatch(/^[A-Z]{3}$/)
  })

  test('names its source', () => {
    const source = row(receipt['source'])
    expect(source['title']).toMatch(/\S{2}/)
    expect(source['section']).toMatch(/\S{2}/)
    expect(source['address']).toMatch(/^https?:\/\/\S+$/)
    expect(CHECKED).toContain(source['checked'])
  })

  test('holds only whole numbers', () => {
    for (const value of numbersIn(receipt)) expect(Number.isSafeInteger(value)).toBe(true)
  })

  test('refers only to what it declares', () => {
    const groups = rows(receipt['taxGroups'])
    const rateIds = groups.flatMap((group) => rows(group['rates'])).map((rate) => rate['id'])
    const lines = rows(receipt['lines'])
    expect(lines).not.toHaveLength(0)
    for (const line of lines) expect(groups.map((group) => group['id'])).toContain(line['taxGroupId'])
    for (const tax of optionalRows(row(receipt['expected'])['taxes'])) expect(rateIds).toContain(tax['rateId'])
    expect(MODES).toContain(row(receipt['taxRounding'])['mode'])
  })

  test('expects something, of lines that exist', () => {
    const lines = rows(receipt['lines'])
    const expected = row(receipt['expected'])
    expect(Object.keys(expected)).not.toHaveLength(0)
    expect([0, lines.length]).toContain(optionalRows(expected['lines']).length)
    for (const refund of optionalRows(receipt['refunds']))
      for (const part of rows(refund['lines'])) expect(lines[Number(part['index'])]).toBeDefined()
  })
})
