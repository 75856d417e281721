import type { PriceUnit } from '#core/catalogue/product.ts'
import { assert } from '#core/errors/assert.ts'

/** A product of the demo shop as its line of `catalogue.tsv` says; its number there is its id and its rank. */
export interface CatalogueLine {
  readonly name: string
  readonly barcodes: readonly string[]
  readonly priceMinor: number
  readonly priceUnit: PriceUnit
  readonly departmentId: number
  readonly taxGroupId: number
  readonly ageLimitYears: number | null
}

const header = 'name\tbarcodes\tprice_minor\tprice_unit\tdepartment_id\ttax_group_id\tage_limit_years'

const NO_AGE_LIMIT = '-'

/** The text of `catalogue.tsv`. */
export function writeCatalogue(lines: readonly CatalogueLine[]): string {
  const rows = lines.map((line) =>
    [
      line.name,
      line.barcodes.join(','),
      line.priceMinor,
      line.priceUnit,
      line.departmentId,
      line.taxGroupId,
      line.ageLimitYears ?? NO_AGE_LIMIT,
    ].join('\t'),
  )
  return `${[header, ...rows].join('\n')}\n`
}

function readLine(text: string): CatalogueLine {
  const [name = '', barcodes = '', price, priceUnit, departmentId, taxGroupId, age] = text.split('\t')
  assert(priceUnit === 'piece' || priceUnit === 'kilogram', `No line of a catalogue: ${text}`)
  return {
    name,
    barcodes: barcodes.split(','),
    priceMinor: Number(price),
    priceUnit,
    departmentId: Number(departmentId),
    taxGroupId: Number(taxGroupId),
    ageLimitYears: age === NO_AGE_LIMIT ? null : Number(age),
  }
}

/** Reads the text of `catalogue.tsv`. */
export function readCatalogue(text: string): CatalogueLine[] {
  const [first, ...lines] = text.trimEnd().split('\n')
  assert(first === header, 'The catalogue has other columns than these.')
  return lines.map(readLine)
}
