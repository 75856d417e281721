import { gs1CheckDigit } from '#core/barcode/check-digit.ts'

// General Specifications 5.2.2.4.2: the last digit says where the zeros were left out.
function withZeros(system: string, six: string): string {
  const last = Number(six.at(5))
  if (last <= 2) return `${system}${six.slice(0, 2)}${last}0000${six.slice(2, 5)}`
  if (last === 3) return `${system}${six.slice(0, 3)}00000${six.slice(3, 5)}`
  if (last === 4) return `${system}${six.slice(0, 4)}00000${six.slice(4, 5)}`
  return `${system}${six.slice(0, 5)}0000${last}`
}

/**
 * The twelve digits of UPC-A that a UPC-E stands for: number system (0 or 1), six digits and, where it is there, the
 * check digit, which must then be right. Undefined for anything else.
 * @example expandUpcE('0425261') // '042100005264'
 */
export function expandUpcE(text: string): string | undefined {
  if (!/^[01]\d{6,7}$/u.test(text)) return undefined
  const upcA = withZeros(text.slice(0, 1), text.slice(1, 7))
  const checkDigit = String(gs1CheckDigit(upcA))
  return text.length === 7 || text.endsWith(checkDigit) ? upcA + checkDigit : undefined
}
