import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { currencyOf } from '#core/money/currency.ts'
import { parseMoney } from '#core/money/parse-money.ts'
import { divide } from '#core/money/rounding.ts'

/** A product of the source, with how often it stands on a receipt line and what one of it cost before discounts. */
export interface JourneyProduct {
  readonly id: string
  readonly manufacturerId: string
  readonly isPrivateLabel: boolean
  readonly category: string
  readonly type: string
  readonly packageSize: string
  readonly lineCount: number
  /** Of each line, in the order of the file. */
  readonly unitPricesMinor: readonly number[]
}

const usd = currencyOf('USD')

function readRows(file: string): string[][] {
  const [, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  return lines.map((line) =>
    Array.from(line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/gu), ([, quoted, plain]) => quoted ?? plain ?? ''),
  )
}

function amountMinor(text: string): number {
  const amount = parseMoney(text, usd, 'major')
  return typeof amount === 'number' ? amount : 0
}

function unitPrices(file: string): Map<string, number[]> {
  const prices = new Map<string, number[]>()
  for (const [, , , productId = '', quantity, salesValue = '', retailDiscount = ''] of readRows(file)) {
    const count = Number(quantity)
    const valueMinor = amountMinor(salesValue) + amountMinor(retailDiscount)
    const known = prices.get(productId) ?? []
    if (count > 0 && valueMinor > 0) known.push(divide(valueMinor, count, 'half_up'))
    prices.set(productId, known)
  }
  return prices
}

/** Reads `products.csv.gz` and `lines.csv.gz` of the Complete Journey sample in `folder`: the products that were sold. */
export function readJourney(folder: string): JourneyProduct[] {
  const prices = unitPrices(join(folder, 'lines.csv.gz'))
  return readRows(join(folder, 'products.csv.gz'))
    .map(([id = '', manufacturerId = '', , brand, category = '', type = '', packageSize = '']) => {
      const unitPricesMinor = prices.get(id) ?? []
      const isPrivateLabel = brand === 'Private'
      const lineCount = unitPricesMinor.length
      return { id, manufacturerId, isPrivateLabel, category, type, packageSize, lineCount, unitPricesMinor }
    })
    .filter((product) => product.lineCount > 0)
}
