// General Specifications 7.9.2: how a digit counts under each weight. "2-" is twice the digit, tens taken from units.
const weighted = {
  '2-': [0, 2, 4, 6, 8, 9, 1, 3, 5, 7],
  '3': [0, 3, 6, 9, 2, 5, 8, 1, 4, 7],
  '5+': [0, 5, 1, 6, 2, 7, 3, 8, 4, 9],
  '5-': [0, 5, 9, 4, 8, 3, 7, 2, 6, 1],
} as const

type Weight = keyof typeof weighted

function sumOf(digits: string, weights: readonly Weight[]): number {
  return weights.reduce((sum, weight, index) => sum + (weighted[weight][Number(digits[index])] ?? 0), 0)
}

/**
 * The verifier digit that guards the price or weight inside an in-store code, for four or five digits; undefined for
 * any other length, which has none.
 * @example verifierDigit('2875') // 9
 */
export function verifierDigit(digits: string): number | undefined {
  if (/^\d{4}$/u.test(digits)) return (sumOf(digits, ['2-', '2-', '3', '5-']) * 3) % 10
  if (!/^\d{5}$/u.test(digits)) return undefined
  const missing = (10 - (sumOf(digits, ['5+', '2-', '5-', '5+', '2-']) % 10)) % 10
  return weighted['5-'].findIndex((value) => value === missing)
}
