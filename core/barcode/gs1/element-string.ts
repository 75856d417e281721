import type { AiEntry } from '#core/barcode/gs1/ai-entry.ts'
import { findAiAt } from '#core/barcode/gs1/ai-table.ts'
import { checkValue } from '#core/barcode/gs1/check-value.ts'
import type { Gs1Element, Gs1Elements } from '#core/barcode/gs1/gs1-element.ts'

/** The sign that a scanner sends for FNC1 behind a value of variable length: group separator, 0x1D. */
export const GROUP_SEPARATOR = '\u001D'

function endOfValue(text: string, start: number, entry: AiEntry): number {
  if (entry.charactersFixed !== undefined) return start + entry.charactersFixed
  const separator = text.indexOf(GROUP_SEPARATOR, start)
  return separator === -1 ? text.length : separator
}

/** Whether some Application Identifier stands there twice with two values (General Specifications 4.14.1). */
export function contradictsItself(elements: readonly Gs1Element[]): boolean {
  const values = new Map<string, string>()
  return elements.some(({ ai, value }) => {
    const known = values.get(ai) ?? value
    values.set(ai, value)
    return known !== value
  })
}

/**
 * Reads an element string as a scanner sends it behind the AIM identifier of a GS1 symbol (General Specifications 7.8): no
 * separator at first, one after each value of variable length that is not the last. One too many behind a value does no
 * harm. Companions are not looked at; see `checkCompanions`.
 */
export function parseElementString(text: string): Gs1Elements {
  const elements: Gs1Element[] = []
  let offset = 0
  while (offset < text.length) {
    const entry = findAiAt(text, offset)
    if (entry === undefined) return 'ai_unknown'
    const start = offset + entry.ai.length
    const end = endOfValue(text, start, entry)
    const value = text.slice(start, end)
    const fault = checkValue(entry, value)
    if (fault !== undefined) return fault
    elements.push({ ai: entry.ai, value })
    offset = text[end] === GROUP_SEPARATOR ? end + 1 : end
  }
  if (elements.length === 0) return 'empty'
  return contradictsItself(elements) ? 'repeated' : elements
}
