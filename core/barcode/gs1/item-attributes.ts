import { gs1Date } from '#core/barcode/gs1/gs1-date.ts'
import { valueOfAi, type Gs1Element } from '#core/barcode/gs1/gs1-element.ts'
import type { ScanAttributes } from '#core/barcode/scan.ts'

/**
 * What GS1 data says of an item beside its number, its years those nearest to today (`YYYY-MM-DD`); undefined where it
 * says nothing. A day that no calendar has is left out, and `checkValue` has refused it before.
 */
export function itemAttributes(elements: readonly Gs1Element[], today: string): ScanAttributes | undefined {
  const dayOf = (ai: string): string | undefined => {
    const value = valueOfAi(elements, ai)
    return value === undefined ? undefined : gs1Date(value, today)
  }
  const [expiryDate] = [dayOf('17'), dayOf('7003')].filter((day) => day !== undefined).toSorted()
  const attributes = {
    lot: valueOfAi(elements, '10'),
    expiryDate,
    sellByDate: dayOf('16'),
    bestBeforeDate: dayOf('15'),
    serial: valueOfAi(elements, '21'),
  }
  const known = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return known.length === 0 ? undefined : Object.fromEntries(known)
}
