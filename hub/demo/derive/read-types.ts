import { assert } from '#core/errors/assert.ts'

/** Goods of one type of the source, and what they are called in the demo shop. */
export interface ProductType {
  readonly departmentName: string
  readonly categoryPrefix: string
  readonly typePrefix: string
  /** Undefined for goods that have none. */
  readonly usualSize: string | undefined
  /** The source gives the size of a can or of the crate here, not of what is sold. */
  readonly isSizeFixed: boolean
  readonly names: readonly string[]
}

/** Goods without a barcode of their own, sold by a PLU number or the item code of a scale label. */
export interface LooseProduct {
  readonly departmentName: string
  readonly code: string
  readonly priceUnit: 'piece' | 'kilogram'
  readonly categoryPrefix: string
  readonly typePrefix: string
  /** What one purchase of the source is taken to weigh; 0 for pieces. */
  readonly weightGrams: number
  readonly usualPriceMinor: number
  readonly name: string
}

const NONE = '-'
const FIXED = '='

function fieldsOf(line: string): string[] {
  return line.split('|').map((field) => field.trim())
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

function prefixOf(field: string): string {
  return field === NONE ? '' : field
}

/** Reads `product-types.txt`. */
export function readProductTypes(text: string): ProductType[] {
  const types: ProductType[] = []
  let departmentName = ''
  for (const line of linesOf(text)) {
    const [, heading] = /^\[(.+)\]$/u.exec(line) ?? []
    if (heading !== undefined) {
      departmentName = heading
      continue
    }
    const [category = '', type = '', size = '', names = ''] = fieldsOf(line)
    assert(names !== '', `A type has four fields: ${line}`)
    types.push({
      departmentName,
      categoryPrefix: prefixOf(category),
      typePrefix: prefixOf(type),
      usualSize: size === NONE ? undefined : size.replace(FIXED, ''),
      isSizeFixed: size === NONE || size.startsWith(FIXED),
      names: names.split(',').map((name) => name.trim()),
    })
  }
  return types
}

/** Reads `loose-products.txt`. */
export function readLooseProducts(text: string): LooseProduct[] {
  return linesOf(text).map((line) => {
    const [departmentName = '', code = '', unit, category = '', type = '', ...rest] = fieldsOf(line)
    const [weight, price, name = ''] = rest
    assert(name !== '' && (unit === 'piece' || unit === 'kilogram'), `A loose product has eight fields: ${line}`)
    return {
      departmentName,
      code,
      priceUnit: unit,
      categoryPrefix: prefixOf(category),
      typePrefix: prefixOf(type),
      weightGrams: Number(weight),
      usualPriceMinor: Number(price),
      name,
    }
  })
}
