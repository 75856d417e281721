import type { TaxedProduct } from '#core/basket/deposit.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { SaleCustomer } from '#core/customer/customer.ts'
import { assert } from '#core/errors/assert.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { findProduct, findTaxGroup } from '#hub/catalogue/product-queries.ts'
import { badRequest } from '#hub/http/http-error.ts'
import { amountAt } from '#hub/http/money.ts'
import type { Principal } from '#hub/identity/principal.ts'
import { requirePermission } from '#hub/identity/require-permission.ts'
import type { Work } from '#hub/ingest/journal.ts'
import { priceSourceOf, type AskedLine } from '#hub/sales/api-basket.ts'
import type { SaleIn, SaleItemIn } from '#hub/sales/sale-wire.ts'

const quantityOf = (item: SaleItemIn, product: Product): Quantity => {
  const { quantity: count, weight_grams: weightGrams } = item
  if (product.priceUnit === 'piece') {
    if (weightGrams != null) throw badRequest('weight_unexpected', `${product.name} is sold by the piece`)
    return { unit: 'piece', count }
  }
  if (weightGrams == null) {
    throw badRequest('weight_missing', `${product.name} is sold by weight; weight_grams is needed`)
  }
  // Two packs of one weight are two lines: nothing of what was asked for is dropped in silence.
  if (count !== 1) throw badRequest('weight_quantity', `${product.name} is sold by weight; quantity is 1 a line`)
  return { unit: 'gram', weightGrams }
}

/** What looks a sale's lines up. */
export interface Asking {
  readonly work: Work
  readonly principal: Principal
  readonly exponent: number
  readonly customer: SaleCustomer | undefined
}

const readTaxed = async ({ tx }: Work, id: number): Promise<TaxedProduct | undefined> => {
  const row = await tx.one(findProduct, { id })
  if (row === undefined || row.is_active === 0) return undefined
  const group = await tx.one(findTaxGroup, { id: row.tax_group_id })
  assert(group !== undefined, 'A product names the tax group that it is in.')
  // Rows were checked when they became entries.
  return { product: JSON.parse(row.row) as Product, taxGroup: JSON.parse(group.row) as TaxGroup }
}

/** The deposit on a product, as the catalogue has it now. */
const readDeposit = async (work: Work, { rules }: Product): Promise<TaxedProduct | undefined> => {
  if (rules?.depositProductId === undefined) return undefined
  const deposit = await readTaxed(work, rules.depositProductId)
  return deposit?.product.rules?.isDeposit === true ? deposit : undefined
}

const askLine = async (
  { work, principal, exponent, customer }: Asking,
  item: SaleItemIn,
  index: number,
): Promise<AskedLine> => {
  const taxed = await readTaxed(work, item.product_id)
  if (taxed === undefined) throw badRequest('product_unknown', `Product ${item.product_id} not found`)
  const { product } = taxed
  const unitPriceMinor = amountAt(item.unit_price, exponent, ['body', 'items', index, 'unit_price'])
  if (priceSourceOf(product, unitPriceMinor, customer) === 'override') requirePermission(principal, 'override_prices')
  const discountMinor = amountAt(item.discount, exponent, ['body', 'items', index, 'discount'])
  if (discountMinor > 0) requirePermission(principal, 'apply_discounts')
  const serial = item.serial ?? undefined
  const deposit = await readDeposit(work, product)
  return { ...taxed, quantity: quantityOf(item, product), unitPriceMinor, discountMinor, serial, deposit }
}

/** The lines of a sale as the API asks for them, each with its product, price and deposit looked up. */
export async function askLines(asking: Asking, { items }: SaleIn): Promise<AskedLine[]> {
  const asked: AskedLine[] = []
  for (const [index, item] of items.entries()) asked.push(await askLine(asking, item, index))
  return asked
}
