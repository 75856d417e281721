import { describe, expect, it } from 'vitest'
import { cleanText } from '#core/barcode/clean-text.ts'
import { GS1_CHARACTERS_MAX, readScan, SCAN_CHARACTERS_MAX } from '#core/barcode/read-scan.ts'
import type { GtinScan, Scan } from '#core/barcode/scan.ts'
import { domainErrorCodes } from '#core/errors/domain-error-code.ts'
import { currencyOf } from '#core/money/currency.ts'
import { anyBarcode, diceOf } from '#tests/core/barcode/any-barcode.ts'

// Two millions with FUZZ_BARCODES=2000000 npm test -- --project unit tests/core/barcode/fuzz.test.ts, other ones with
// FUZZ_SEED=2 beside it.
const count = Number(process.env['FUZZ_BARCODES'] ?? 50_000)
const seed = Number(process.env['FUZZ_SEED'] ?? 1)

const patterns = ['21IIIIIWWWWWC', '23IIIIIPPPPPC', '2IIIIIVPPPPC', '25IIIIVPPPPPC', '28IIIIVWWWWWC', '?']
const context = { today: '2026-11-25', currency: currencyOf('EUR') }
const reasons: ReadonlySet<string> = new Set(domainErrorCodes)

const isCount = (value: number | undefined): boolean =>
  value === undefined || (Number.isSafeInteger(value) && value > 0)

const isDay = (day: string | undefined): boolean =>
  day === undefined || new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)

const isClean = (texts: readonly string[], longest: number): boolean =>
  texts.every((text) => text.length <= longest && cleanText(text) === text)

function isSoundItem({ gtin, text, attributes = {}, weightGrams, priceMinor }: GtinScan): boolean {
  const { lot = '', serial = '', expiryDate, sellByDate, bestBeforeDate } = attributes
  const areCounts = [gtin + 1, weightGrams, priceMinor].every(isCount)
  return areCounts && [expiryDate, sellByDate, bestBeforeDate].every(isDay) && isClean([text, lot, serial], 20)
}

function isSound(scan: Scan): boolean {
  switch (scan.kind) {
    case 'rejected':
      return reasons.has(scan.reason)
    case 'variable_price':
      return isCount(scan.priceMinor)
    case 'variable_weight':
      return isCount(scan.weightGrams)
    case 'text':
      return isClean([scan.text], SCAN_CHARACTERS_MAX)
    case 'gs1':
      return isClean([scan.text], GS1_CHARACTERS_MAX * 3)
    case 'gtin':
      return isSoundItem(scan)
  }
}

const kindOf = (scan: Scan): string => (scan.kind === 'gtin' ? Object.keys(scan).join(' ') : scan.kind)

describe('any barcode', { timeout: 300_000 }, () => {
  it(`comes to something sound, ${count} of them`, () => {
    const dice = diceOf(seed)
    const kinds = new Set<string>()
    const unsound: unknown[] = []
    for (let number = 0; number < count; number++) {
      const barcode = anyBarcode(dice)
      const scan = readScan(barcode.aim, barcode.text, patterns, context)
      if (!isSound(scan)) unsound.push({ barcode, scan })
      kinds.add(kindOf(scan))
    }
    expect(unsound).toEqual([])
    // If one kind were missing, the barcodes would not be those that this is about.
    const wanted = ['gs1', 'text', 'rejected', 'attributes', 'weightGrams', 'priceMinor', 'variable_weight']
    expect(wanted.filter((kind) => ![...kinds].some((found) => found.includes(kind)))).toEqual([])
  })
})
