import { findAi } from '#core/barcode/gs1/ai-table.ts'
import { checkValue } from '#core/barcode/gs1/check-value.ts'
import type { Gs1Element, Gs1Fault } from '#core/barcode/gs1/gs1-element.ts'

/** The element of an Application Identifier and its value that are written apart, or what is wrong with one of them. */
export function readElement(ai: string, value: string): Gs1Element | Gs1Fault {
  const entry = findAi(ai)
  return entry === undefined ? 'ai_unknown' : (checkValue(entry, value) ?? { ai, value })
}
