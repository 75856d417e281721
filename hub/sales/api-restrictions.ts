import { liveLines, type Basket } from '#core/basket/basket.ts'
import type { Product } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Actor } from '#core/journal/entry.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { AgeCheck } from '#core/restriction/age-check.ts'
import { bornOnOrBefore } from '#core/restriction/birth-date.ts'
import { quantityRefusal } from '#core/restriction/quantity-max.ts'
import { saleHoursRefusal } from '#core/restriction/sale-hours.ts'
import { badRequest } from '#hub/http/http-error.ts'
import type { Journal } from '#hub/ingest/journal.ts'

interface RestrictedItem {
  readonly product: Product
  readonly quantity: Quantity
  readonly serial: string | undefined
}

const refusalOfSerial = (basket: Basket, { product, quantity, serial }: RestrictedItem): Error | undefined => {
  if (product.rules?.isSerialised === true && serial === undefined) {
    return badRequest('serial_missing', `${product.name} is sold by serial number; serial is needed`)
  }
  if (serial === undefined) return undefined
  if (quantity.unit === 'gram' || quantity.count > 1) {
    return new DomainError('serial_one_each', 'This is sold one by one, each with its serial number.')
  }
  const isTwice = basket.lines.some((line) => line.productId === product.id && line.attributes?.serial === serial)
  return isTwice ? new DomainError('serial_twice', 'This serial number is in the sale already.') : undefined
}

/** Says no to an item as a till does: out of its hours, more than one sale may have of it, a serial number too few or too many. */
export function requireSellable(basket: Basket, item: RestrictedItem, time: string): void {
  const { product, quantity } = item
  const refusal = saleHoursRefusal(product, time) ?? quantityRefusal(basket, product, { quantity })
  if (refusal !== undefined) {
    // Which product it is goes on the record too.
    throw new DomainError(refusal.code, `${product.name}: ${refusal.message}`, {
      ...refusal.details,
      productId: product.id,
    })
  }
  const serialRefusal = refusalOfSerial(basket, item)
  if (serialRefusal !== undefined) throw serialRefusal
}

/** Who said of the buyer's age what, and when: the sale's own record of it. */
interface AgeSaid {
  readonly checkedYears: number | null | undefined
  readonly today: string
  readonly userId: number
}

/** The check of the buyer's age that the caller vouches for; none where nothing asks for one, 400 where it is missing. */
export function requireAgeChecked(basket: Basket, { checkedYears, today, userId }: AgeSaid): AgeCheck | undefined {
  const years = Math.max(0, ...liveLines(basket).map(({ ageLimitYears }) => ageLimitYears ?? 0))
  if (years === 0) return undefined
  if (checkedYears == null || checkedYears < years) {
    const name = liveLines(basket).find(({ ageLimitYears }) => ageLimitYears === years)?.name ?? ''
    throw badRequest(
      'age_check_missing',
      `${name} is sold from ${years} years on; age_checked_years has to say that the buyer’s age was checked`,
    )
  }
  return { ageLimitYears: checkedYears, bornOnOrBefore: bornOnOrBefore(today, checkedYears), checkedBy: userId }
}

/** Puts on the record that something was not sold, and why, as tills do; a refusal of another kind is no restriction. */
export async function recordRestriction(
  journal: Journal,
  error: unknown,
  { actor, saleId }: { readonly actor: Actor; readonly saleId: string },
): Promise<void> {
  if (!(error instanceof DomainError)) return
  const { code, details } = error
  if (code !== 'sale_hours' && code !== 'quantity_limit') return
  const why = code === 'sale_hours' ? 'sale_hours' : 'quantity_max'
  const body = { saleId, productId: Number(details['productId']), why } as const
  await journal.write(({ record }) => record(actor, { type: 'restriction_met', body }))
}
