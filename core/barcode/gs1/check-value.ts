import type { AiEntry, AiPart } from '#core/barcode/gs1/ai-entry.ts'
import type { Gs1Fault } from '#core/barcode/gs1/gs1-element.ts'
import { linters } from '#core/barcode/gs1/linters.ts'

// General Specifications 7.11: digits, the character sets 82 and 39, and base64url.
const charactersOf: Readonly<Record<AiPart['set'], RegExp>> = {
  N: /^\d*$/u,
  X: /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/u,
  Y: /^[#\-/0-9A-Z]*$/u,
  Z: /^[\w-]*={0,2}$/u,
}

function checkPart(part: AiPart, text: string): Gs1Fault | undefined {
  if (text.length < part.charactersMin || !charactersOf[part.set].test(text)) return 'value_invalid'
  const broken = part.linters.find((name) => !linters[name](text))
  if (broken === undefined) return undefined
  return broken === 'csum' || broken === 'csumalpha' ? 'check_digit_wrong' : 'value_invalid'
}

/** What is wrong with the value of an Application Identifier by its format and rules; undefined where nothing is. */
export function checkValue(entry: AiEntry, value: string): Gs1Fault | undefined {
  let offset = 0
  for (const part of entry.parts) {
    if (part.isOptional && offset === value.length) return undefined
    const text = value.slice(offset, offset + part.charactersMax)
    const fault = checkPart(part, text)
    if (fault !== undefined) return fault
    offset += text.length
  }
  return offset === value.length ? undefined : 'value_invalid'
}
