import type { Gs1Element } from '#core/barcode/gs1/gs1-element.ts'
import { currencyOfNumber } from '#core/barcode/gs1/iso-currency.ts'
import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'
import type { Currency } from '#core/money/currency.ts'
import { WEIGHT_GRAMS_MAX } from '#core/quantity/quantity-schema.ts'

/** The weight of this piece in grams and its price in minor units, as far as GS1 data says them. */
export interface ItemMeasures {
  readonly weightGrams?: number
  readonly priceMinor?: number
}

// Net weights by the first three digits of their AI, each unit in micrograms; the fourth digit counts the decimals.
// Pound and troy ounce are those of the international agreement of 1959.
const microgramsOf: Readonly<Record<string, number>> = { '310': 1e9, '320': 453_592_370, '356': 31_103_476.8 }

const MICROGRAMS_OF_GRAM = 1e6

const decimalsOf = (ai: string): number => Number(ai.at(-1))

function weightOf({ ai, value }: Gs1Element): number | undefined {
  const micrograms = microgramsOf[ai.slice(0, 3)]
  if (ai.length !== 4 || micrograms === undefined) return undefined
  return Math.round((Number(value) * micrograms) / 10 ** decimalsOf(ai) / MICROGRAMS_OF_GRAM)
}

/** An amount in minor units; not a number where the currency has no coin for it or it is beyond all counting. */
function priceOf(digits: string, decimals: number, currency: Currency): number {
  const shift = currency.exponent - decimals
  const minor = shift >= 0 ? Number(digits) * 10 ** shift : Number(digits) / 10 ** -shift
  return Number.isSafeInteger(minor) ? minor : Number.NaN
}

// A price in another currency (AI 393n) is none that this till could charge: the catalogue's own price stands.
function findPrice(elements: readonly Gs1Element[], currency: Currency): number | undefined {
  for (const { ai, value } of elements) {
    if (/^392\d$/u.test(ai)) return priceOf(value, decimalsOf(ai), currency)
    const isOurs = /^393\d$/u.test(ai) && currencyOfNumber(value.slice(0, 3)) === currency.code
    if (isOurs) return priceOf(value.slice(3), decimalsOf(ai), currency)
  }
  return undefined
}

/**
 * Net weight (AI 310n, 320n, 356n; rounded to the gram) and price (AI 392n, 393n) of a piece, or the refusal of one that a
 * line of a sale could not hold.
 */
export function itemMeasures(elements: readonly Gs1Element[], currency: Currency): ItemMeasures | DomainErrorCode {
  const weightGrams = elements.map(weightOf).find((weight) => weight !== undefined)
  if (weightGrams !== undefined && (weightGrams < 1 || weightGrams > WEIGHT_GRAMS_MAX)) return 'quantity_out_of_range'
  const priceMinor = findPrice(elements, currency)
  if (priceMinor !== undefined && !(priceMinor > 0)) return 'price_out_of_range'
  return { ...(weightGrams !== undefined && { weightGrams }), ...(priceMinor !== undefined && { priceMinor }) }
}
