import { isBasketEmpty, type Basket, type BasketLine } from '#core/basket/basket.ts'
import { withoutOutgrownApproval, withoutStaleApproval } from '#core/basket/stale-approval.ts'
import type { Department } from '#core/catalogue/department.ts'
import type { Product } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { utf8Bytes } from '#core/journal/utf8-bytes.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import type { PromotionTime } from '#core/promotion/promotion-input.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { BASKET_LINES_MAX, type ItemAttributes, type PriceSource, type QuantitySource } from '#core/sale/sale.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'

/** How a product comes into a basket: the code that named it, how much of it, and a price where not the catalogue's. */
export interface Addition {
  readonly code: string
  readonly quantity: Quantity
  readonly quantitySource: QuantitySource
  readonly unitPriceMinor: number
  readonly priceSource: PriceSource
  /** What the code said beside what it is, or a person: lot, last day, serial number. */
  readonly attributes?: ItemAttributes
}

/** Names and codes of 500 lines: 100 characters of any script that takes three bytes each, and 64 of ASCII. */
const BASKET_TEXT_BYTES_MAX = 500 * (3 * 100 + 64)

/** Empties that come back at once: more than a car full of crates, and no barcode's digits. */
export const EMPTIES_COUNT_MAX = 999

/** The refusal of what is no count of empties. */
export const tooManyEmpties = (): DomainError =>
  new DomainError('quantity_out_of_range', `Empties are taken back 1 to ${EMPTIES_COUNT_MAX} at once.`, {
    emptiesMax: EMPTIES_COUNT_MAX,
  })

type LineTexts = Pick<BasketLine, 'code' | 'name'>

const textBytes = (lines: readonly LineTexts[]): number =>
  lines.reduce((sum, { code, name }) => sum + utf8Bytes(code) + utf8Bytes(name), 0)

// A sale must fit into a journal entry, and what does not must be said before it is paid.
const isFull = (lines: readonly BasketLine[], line: LineTexts): boolean =>
  lines.length >= BASKET_LINES_MAX || textBytes([...lines, line]) > BASKET_TEXT_BYTES_MAX

/** A price out of range; below nothing only where empties come back, which nothing else does. */
const isPriceOut = ({ kind, unitPriceMinor }: Pick<BasketLine, 'kind' | 'unitPriceMinor'>): boolean =>
  kind === 'empties'
    ? unitPriceMinor > 0 || unitPriceMinor < -PRICE_MAX_MINOR
    : unitPriceMinor < 0 || unitPriceMinor > PRICE_MAX_MINOR

/** Adds a line as the last one; 'basket_full' or 'price_out_of_range'. */
export const withLine = (
  basket: Basket,
  line: Omit<BasketLine, 'line' | 'isVoided'>,
  taxGroup: TaxGroup,
): Basket | DomainError => {
  if (isFull(basket.lines, line)) {
    return new DomainError('basket_full', `A sale holds ${BASKET_LINES_MAX} lines; pay this one and open another.`, {
      linesMax: BASKET_LINES_MAX,
    })
  }
  if (isPriceOut(line)) {
    return new DomainError('price_out_of_range', 'This price is out of range.', { maxMinor: PRICE_MAX_MINOR })
  }
  const isKnown = basket.taxGroups.some((group) => group.id === taxGroup.id)
  const added = { ...line, line: basket.lines.length + 1, isVoided: false }
  const taxGroups = isKnown ? basket.taxGroups : [...basket.taxGroups, taxGroup]
  return withoutOutgrownApproval({ ...basket, lines: [...basket.lines, added], taxGroups }, added)
}

/** Adds a product as a new last line. 'quantity_out_of_range' when pieces are asked of a weighed product, or grams of a counted one. */
export function addProduct(
  basket: Basket,
  product: Product,
  taxGroup: TaxGroup,
  addition: Addition,
): Basket | DomainError {
  const isWeighed = addition.quantity.unit === 'gram'
  // A label with the price in it sells one piece of whatever the product is.
  if (isWeighed !== (product.priceUnit === 'kilogram') && addition.priceSource !== 'label') {
    const message = isWeighed ? 'This product is sold by the piece.' : 'This product is sold by weight.'
    return new DomainError('quantity_out_of_range', message, { priceUnit: product.priceUnit })
  }
  const { id: productId, departmentId, name, ageLimitYears, rules } = product
  // A deposit is given back for what it cost.
  const isFixed = rules?.isDiscountable === false || rules?.isDeposit === true
  const fixed = isFixed ? { isDiscountable: false as const } : {}
  const kind = rules?.isDeposit === true ? { kind: 'deposit' as const } : {}
  return withLine(
    basket,
    { ...addition, productId, departmentId, name, taxGroupId: taxGroup.id, ageLimitYears, ...fixed, ...kind },
    taxGroup,
  )
}

/** Adds an open amount under a department's name, or under `name` for an item that no barcode knows. */
export function addOpenAmount(
  basket: Basket,
  department: Department,
  taxGroup: TaxGroup,
  item: { readonly amountMinor: number; readonly quantity: Quantity; readonly code: string; readonly name?: string },
): Basket | DomainError {
  if (item.amountMinor < 1) {
    return new DomainError('amount_invalid', 'Type the amount first.', { maxMinor: PRICE_MAX_MINOR })
  }
  const line = {
    productId: null,
    departmentId: department.id,
    code: item.code,
    name: item.name ?? department.name,
    quantity: item.quantity,
    quantitySource: 'keyed' as const,
    unitPriceMinor: item.amountMinor,
    priceSource: 'keyed' as const,
    taxGroupId: taxGroup.id,
    ageLimitYears: null,
  }
  return withLine(basket, line, taxGroup)
}

/** The line that a number means: for a deposit, the one it goes with. */
const changedLine = (basket: Basket, line: number): BasketLine | DomainError => {
  const named = basket.lines.find((candidate) => candidate.line === line && !candidate.isVoided)
  const found = named?.depositOf === undefined ? named : basket.lines[named.depositOf - 1]
  return found ?? new DomainError('line_not_found', `There is no line ${line} to change.`, { line })
}

const withChanged = (
  basket: Basket,
  changed: BasketLine,
  { own, deposit }: { readonly own: Partial<BasketLine>; readonly deposit: Partial<BasketLine> },
): Basket => {
  const lines = basket.lines.map((line) => {
    if (line.line === changed.line) return { ...line, ...own }
    return line.depositOf === changed.line ? { ...line, ...deposit } : line
  })
  return withoutStaleApproval({ ...basket, lines }, changed, { ...changed, ...own })
}

/**
 * Gives a line another quantity of the same unit; its deposit follows, and a deposit means its line. 'line_not_found',
 * 'quantity_out_of_range', or 'serial_one_each' for what has a serial number.
 */
export function changeQuantity(
  basket: Basket,
  line: number,
  quantity: Quantity,
  quantitySource: QuantitySource,
): Basket | DomainError {
  const current = changedLine(basket, line)
  if (current instanceof DomainError) return current
  if (current.quantity.unit !== quantity.unit) {
    return new DomainError('quantity_out_of_range', 'A weighed line keeps its unit.', { line })
  }
  if (current.kind === 'empties' && quantity.unit === 'piece' && quantity.count > EMPTIES_COUNT_MAX) {
    return tooManyEmpties()
  }
  if (current.attributes?.serial !== undefined) {
    return new DomainError('serial_one_each', 'This is sold one by one, each with its serial number.', { line })
  }
  return withChanged(basket, current, {
    own: { quantity, quantitySource },
    deposit: quantity.unit === 'piece' ? { quantity } : {},
  })
}

/**
 * Takes a line out of the sale, with its deposit; both stay on the record as voided. Who buys is asked for the age again
 * once nothing is left: the next item may be somebody else's.
 */
export function voidLine(basket: Basket, line: number): Basket | DomainError {
  const current = changedLine(basket, line)
  if (current instanceof DomainError) return current
  const isVoided = { isVoided: true } as const
  const voided = withChanged(basket, current, { own: isVoided, deposit: isVoided })
  if (!isBasketEmpty(voided)) return voided
  const { ageCheck: _ageCheck, ...rest } = voided
  return rest
}

/**
 * A held basket brought back as a new sale that names the hold. It opens anew: offers, coupons' last days and taxes are
 * those of now.
 */
export const recallBasket = (
  { taxDate: _taxDate, ...held }: Basket,
  facts: {
    readonly saleId: string
    readonly heldBasketId: string
    readonly openedAt: string
    readonly openedLocal: PromotionTime
  },
): Basket | DomainError =>
  isBasketEmpty(held) ? new DomainError('basket_empty', 'There is nothing in this held sale.') : { ...held, ...facts }
