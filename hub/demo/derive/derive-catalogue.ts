import { gs1CheckDigit } from '#core/barcode/check-digit.ts'
import { multiplyDivide } from '#core/money/rounding.ts'
import type { CatalogueLine } from '#hub/demo/catalogue-line.ts'
import { departmentNamed } from '#hub/demo/departments.ts'
import { possibleNames } from '#hub/demo/derive/name-product.ts'
import type { JourneyProduct } from '#hub/demo/derive/read-journey.ts'
import type { LooseProduct, ProductType } from '#hub/demo/derive/read-types.ts'
import { medianMinor, shelfPriceMinor } from '#hub/demo/derive/shelf-price.ts'

/** So many products are a small supermarket's range, and enough to make searching and scrolling real. */
export const DEMO_PRODUCTS = 2_000

/** A line of the catalogue with what it is ranked by. */
interface Ranked {
  readonly line: CatalogueLine
  readonly lineCount: number
}

/** A product of the source in its type, at its place among the type's products by lines sold. */
interface Placed {
  readonly product: JourneyProduct
  readonly type: ProductType
  readonly index: number
}

type Prefixes = Pick<ProductType, 'categoryPrefix' | 'typePrefix'>

/** The products of the source by category: there are three hundred, so that each type looks at few products. */
type Journey = ReadonlyMap<string, readonly JourneyProduct[]>

function productsOf(journey: Journey, { categoryPrefix, typePrefix }: Prefixes): JourneyProduct[] {
  const inCategory = [...journey].flatMap(([name, products]) => (name.startsWith(categoryPrefix) ? products : []))
  return inCategory.filter((product) => product.type.startsWith(typePrefix))
}

// GS1 leaves prefix 04 to the shop; the source's number keeps each code the same however the ranks change.
function inStoreGtin(product: JourneyProduct): string {
  const digits = `04${product.id.padStart(10, '0')}`
  return digits + String(gs1CheckDigit(digits))
}

function byLinesSold(one: JourneyProduct, other: JourneyProduct): number {
  return other.lineCount - one.lineCount || Number(one.id) - Number(other.id)
}

function placeInTypes(journey: Journey, types: readonly ProductType[]): Placed[] {
  const taken = new Set<string>()
  return types.flatMap((type) => {
    const products = productsOf(journey, type)
      .filter((product) => !taken.has(product.id))
      .toSorted(byLinesSold)
    for (const product of products) taken.add(product.id)
    return products.map((product, index) => ({ product, type, index }))
  })
}

// Every variety of every type once before any comes again, so that the range is wide; best sellers first in both halves.
function byPlace(one: Placed, other: Placed): number {
  const isRepeat = (placed: Placed): number => (placed.index < placed.type.names.length ? 0 : 1)
  return isRepeat(one) - isRepeat(other) || byLinesSold(one.product, other.product)
}

function packagedLine({ product, type }: Placed, name: string): CatalogueLine {
  const { department, ageLimitYears } = departmentNamed(type.departmentName)
  return {
    name,
    barcodes: [inStoreGtin(product)],
    priceMinor: shelfPriceMinor(medianMinor(product.unitPricesMinor)),
    priceUnit: 'piece',
    departmentId: department.id,
    taxGroupId: department.taxGroupId,
    ageLimitYears,
  }
}

function looseLine(loose: LooseProduct, journey: Journey, share: number): Ranked {
  const pricesMinor = productsOf(journey, loose).flatMap((product) => product.unitPricesMinor)
  const paidMinor = pricesMinor.length === 0 ? undefined : medianMinor(pricesMinor)
  const { department, ageLimitYears } = departmentNamed(loose.departmentName)
  const { name, code, priceUnit } = loose
  const fromSource = (minor: number): number =>
    priceUnit === 'piece' ? minor : multiplyDivide(minor, 1_000, loose.weightGrams, 'half_up')
  const priceMinor = shelfPriceMinor(paidMinor === undefined ? loose.usualPriceMinor : fromSource(paidMinor))
  const { id: departmentId, taxGroupId } = department
  return {
    line: { name, barcodes: [code], priceMinor, priceUnit, departmentId, taxGroupId, ageLimitYears },
    lineCount: Math.ceil(pricesMinor.length / share),
  }
}

function looseLines(loose: readonly LooseProduct[], journey: Journey): Ranked[] {
  const key = (product: LooseProduct): string => `${product.categoryPrefix}|${product.typePrefix}`
  // Two cuts of one type of the source share its sales.
  return loose.map((one) => looseLine(one, journey, loose.filter((other) => key(other) === key(one)).length))
}

/** The catalogue of the demo shop from the source, best seller first: the rank of a line is its number. */
export function deriveCatalogue(
  products: readonly JourneyProduct[],
  types: readonly ProductType[],
  loose: readonly LooseProduct[],
): CatalogueLine[] {
  const journey = Map.groupBy(products, (product) => product.category)
  const ranked = looseLines(loose, journey)
  const names = new Set(ranked.map(({ line }) => line.name))
  for (const placed of placeInTypes(journey, types).toSorted(byPlace)) {
    if (ranked.length === DEMO_PRODUCTS) break
    const { brands } = departmentNamed(placed.type.departmentName)
    const name = possibleNames(placed.product, placed.type, { brands, index: placed.index }).find(
      (one) => !names.has(one),
    )
    if (name === undefined) continue
    names.add(name)
    ranked.push({ line: packagedLine(placed, name), lineCount: placed.product.lineCount })
  }
  return ranked.toSorted((one, other) => other.lineCount - one.lineCount).map(({ line }) => line)
}
