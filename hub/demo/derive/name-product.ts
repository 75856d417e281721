import { packageSize } from '#hub/demo/derive/package-size.ts'
import type { JourneyProduct } from '#hub/demo/derive/read-journey.ts'
import type { ProductType } from '#hub/demo/derive/read-types.ts'

/** What a receipt of 42 columns has room for beside nothing else, and a screen of 80 beside price and quantity. */
export const DEMO_NAME_LENGTH_MAX = 40

/** The house brand for private labels, for others one that stays with the manufacturer; none where there are no brands. */
function brandOf(product: JourneyProduct, brands: readonly string[]): string | undefined {
  const [house, ...others] = brands
  return product.isPrivateLabel ? house : others[Number(product.manufacturerId) % others.length]
}

function compose(brand: string | undefined, name: string, size: string | undefined): string {
  const parts = [brand, name, size].filter((part) => part !== undefined)
  const full = parts.join(' ')
  return full.length <= DEMO_NAME_LENGTH_MAX ? full : parts.filter((part) => part !== brand).join(' ')
}

/**
 * The names that a product of the source may have, the one for its place among its type's products first, so that the
 * best sellers of a type are different varieties.
 */
export function possibleNames(
  product: JourneyProduct,
  type: ProductType,
  place: { readonly brands: readonly string[]; readonly index: number },
): string[] {
  const size = (type.isSizeFixed ? undefined : packageSize(product.packageSize)) ?? type.usualSize
  const first = place.index % type.names.length
  return [...type.names.slice(first), ...type.names.slice(0, first)]
    .map((name) => compose(brandOf(product, place.brands), name, size))
    .filter((name) => name.length <= DEMO_NAME_LENGTH_MAX)
}
