import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { assertInteger } from '#core/money/assert-integer.ts'
import { multiplyDivide } from '#core/money/rounding.ts'
import { QUANTITY_PIECES_MAX, WEIGHT_GRAMS_MAX, type Quantity } from '#core/quantity/quantity-schema.ts'

const GRAMS_PER_KILOGRAM = 1_000

function isWithin(value: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= max
}

function refusal(max: number): DomainError {
  return new DomainError('quantity_out_of_range', `A quantity is a whole number from 1 to ${max}.`, { max })
}

/** So many pieces; 'quantity_out_of_range' unless it is a whole number from 1 to `QUANTITY_PIECES_MAX`. */
export function pieces(count: number): Quantity | DomainError {
  return isWithin(count, QUANTITY_PIECES_MAX) ? { unit: 'piece', count } : refusal(QUANTITY_PIECES_MAX)
}

/** So many grams; 'quantity_out_of_range' unless it is a whole number from 1 to `WEIGHT_GRAMS_MAX`. */
export function grams(weightGrams: number): Quantity | DomainError {
  return isWithin(weightGrams, WEIGHT_GRAMS_MAX) ? { unit: 'gram', weightGrams } : refusal(WEIGHT_GRAMS_MAX)
}

/**
 * Reads a typed quantity: whole pieces ("3"), or a weight in kilograms with up to three decimals ("0.85", "1,250").
 * Everything else is 'quantity_out_of_range': 0, signs, other signs, and what passes the limit.
 */
export function parseQuantity(text: string, unit: Quantity['unit']): Quantity | DomainError {
  if (unit === 'piece') return pieces(/^\d{1,6}$/u.test(text) ? Number(text) : 0)
  const [, kilograms, thousandths = ''] = /^(?=.*\d$)(\d{0,6})(?:[.,](\d{1,3}))?$/u.exec(text) ?? []
  return grams(kilograms === undefined ? 0 : Number(kilograms + thousandths.padEnd(3, '0')))
}

/** The quantity as a person reads it: "3", or "0.850 kg". */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.unit === 'piece') return String(quantity.count)
  const digits = String(quantity.weightGrams).padStart(4, '0')
  return `${digits.slice(0, -3)}.${digits.slice(-3)} kg`
}

/** What a line costs, in minor units: the price is per piece or per kilogram, and half a minor unit rounds up. */
export function lineAmountMinor(quantity: Quantity, unitPriceMinor: number): number {
  assertInteger(unitPriceMinor, 'unitPriceMinor')
  if (quantity.unit === 'gram') {
    return multiplyDivide(unitPriceMinor, quantity.weightGrams, GRAMS_PER_KILOGRAM, 'half_up')
  }
  const amountMinor = unitPriceMinor * quantity.count
  assert(Number.isSafeInteger(amountMinor), 'A line passes 2^53.')
  return amountMinor
}
