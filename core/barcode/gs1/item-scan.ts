import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import { findAi } from '#core/barcode/gs1/ai-table.ts'
import { formatElements, valueOfAi, type Gs1Element } from '#core/barcode/gs1/gs1-element.ts'
import { itemAttributes } from '#core/barcode/gs1/item-attributes.ts'
import { itemMeasures } from '#core/barcode/gs1/item-measures.ts'
import type { Scan } from '#core/barcode/scan.ts'
import type { Currency } from '#core/money/currency.ts'

/** What a till knows that the reading of a code depends on: the shop's date, `YYYY-MM-DD`, and its currency. */
export interface ScanContext {
  readonly today: string
  readonly currency: Currency
}

// A number that GS1 gives has a place and a check digit of its own; free text may be anything, a card's number too.
const isFreeText = ({ ai }: Gs1Element): boolean => findAi(ai)?.parts.some(({ set }) => set === 'X') === true

/** What a till makes of GS1 data whose rules are all kept: the item of its GTIN, or data about something else. */
export function itemScan(elements: readonly Gs1Element[], { today, currency }: ScanContext): Scan {
  if (elements.some((element) => isFreeText(element) && looksLikeCardNumber(element.value))) {
    return { kind: 'rejected', reason: 'card_number_refused' }
  }
  const text = valueOfAi(elements, '01')
  if (text === undefined) return { kind: 'gs1', text: formatElements(elements), elements }
  const measures = itemMeasures(elements, currency)
  if (typeof measures === 'string') return { kind: 'rejected', reason: measures }
  const attributes = itemAttributes(elements, today)
  return { kind: 'gtin', gtin: Number(text), text, ...(attributes && { attributes }), ...measures }
}
