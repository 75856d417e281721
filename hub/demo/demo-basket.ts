import { openBasket, type Basket } from '#core/basket/basket.ts'
import { addProduct, voidLine } from '#core/basket/change-basket.ts'
import type { Product } from '#core/catalogue/product.ts'
import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { seededUuid, type SeededRandom } from '#hub/demo/seeded-random.ts'

/** What the demo shop's sales are made of. */
export interface DemoRange {
  readonly products: readonly Product[]
  readonly taxGroups: readonly TaxGroup[]
}

// Lines of a basket from 1, in thousandths: a corner supermarket, few large shops and many small ones.
const basketsByLines = [150, 135, 120, 100, 85, 75, 65, 55, 45, 40, 30, 25, 20, 15, 12, 10, 8, 5, 3, 2]

// Pieces of a line from 1, in thousandths of the source's lines (see README.md).
const linesByPieces = [800, 145, 28, 15, 7, 5]

const VOIDED_OF_1000 = 15
const SCAN_MS = 3_500

// Ranks sell by Zipf's law, flattened at the top as groceries are.
function pickProduct(products: readonly Product[], random: SeededRandom): Product {
  const flat = 40
  const span = Math.log((products.length + flat) / flat)
  const rank = Math.floor(flat * Math.exp((random.below(1_000_000) / 1_000_000) * span)) - flat
  const product = products[Math.min(Math.max(rank, 0), products.length - 1)]
  assert(product !== undefined, 'A shop has products.')
  return product
}

function pickQuantity(product: Product, random: SeededRandom): Quantity {
  return product.priceUnit === 'kilogram'
    ? { unit: 'gram', weightGrams: random.between(36, 300) * 5 }
    : { unit: 'piece', count: random.weighted(linesByPieces) + 1 }
}

/** The result of a rule that cannot refuse here. */
export function must<T>(result: T | DomainError): T {
  assert(!(result instanceof DomainError), 'The demo shop keeps to the rules.')
  return result
}

function addOne(basket: Basket, range: DemoRange, random: SeededRandom): Basket {
  const product = pickProduct(range.products, random)
  const taxGroup = range.taxGroups.find((group) => group.id === product.taxGroupId)
  assert(taxGroup !== undefined, 'A product has a tax group.')
  const quantity = pickQuantity(product, random)
  const [code = ''] = product.barcodes
  const addition = {
    code,
    quantity,
    quantitySource: quantity.unit === 'gram' ? ('scale' as const) : ('keyed' as const),
    unitPriceMinor: product.priceMinor,
    priceSource: 'catalogue' as const,
  }
  return must(addProduct(basket, product, taxGroup, addition))
}

/** A basket as somebody might bring it to the till to pay at `payAtMs`; its last line may have been voided. */
export function demoBasket(range: DemoRange, payAtMs: number, random: SeededRandom): Basket {
  const lineCount = random.weighted(basketsByLines) + 1
  const openedAtMs = payAtMs - (lineCount + 1) * SCAN_MS
  let basket = openBasket(seededUuid(random, openedAtMs), new Date(openedAtMs).toISOString())
  for (let line = 0; line < lineCount; line++) basket = addOne(basket, range, random)
  if (!random.isOneOf1000(VOIDED_OF_1000)) return basket
  const withSlip = addOne(basket, range, random)
  return must(voidLine(withSlip, withSlip.lines.length))
}
