import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { priceUnitSchema } from '#core/catalogue/product.ts'
import { assert } from '#core/errors/assert.ts'

const rowsSchema = Type.Array(
  Type.Tuple([
    Type.String(),
    Type.Array(Type.String()),
    Type.Integer(),
    priceUnitSchema,
    Type.Integer(),
    Type.Integer(),
    Type.Union([Type.Integer(), Type.Null()]),
  ]),
)

/** A product of the demo shop as its row of `catalogue.json` says; its number there is its id and its rank. */
export interface CatalogueLine {
  readonly name: string
  readonly barcodes: readonly string[]
  readonly priceMinor: number
  readonly priceUnit: Static<typeof priceUnitSchema>
  readonly departmentId: number
  readonly taxGroupId: number
  readonly ageLimitYears: number | null
}

// One row a line, and blanks as the formatter sets them, so that a change of one product is a change of one line.
function rowText(line: CatalogueLine): string {
  const { name, barcodes, priceMinor, priceUnit, departmentId, taxGroupId, ageLimitYears } = line
  const codes = `[${barcodes.map((code) => JSON.stringify(code)).join(', ')}]`
  const others = [priceMinor, priceUnit, departmentId, taxGroupId, ageLimitYears].map((value) => JSON.stringify(value))
  return `  [${[JSON.stringify(name), codes, ...others].join(', ')}]`
}

/** The text of `catalogue.json`. */
export function writeCatalogue(lines: readonly CatalogueLine[]): string {
  return `[\n${lines.map(rowText).join(',\n')}\n]\n`
}

/** Reads what `catalogue.json` holds. */
export function readCatalogue(rows: unknown): CatalogueLine[] {
  assert(Value.Check(rowsSchema, rows), 'The catalogue of the demo shop has other columns than these.')
  return rows.map(([name, barcodes, priceMinor, priceUnit, departmentId, taxGroupId, ageLimitYears]) => {
    return { name, barcodes, priceMinor, priceUnit, departmentId, taxGroupId, ageLimitYears }
  })
}
