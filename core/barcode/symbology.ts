/**
 * What an AIM symbology identifier (ISO/IEC 15424) says about the data behind it. `unknown` is a scanner that sends
 * none, or fingers; `add_on` is an EAN-13 with the two or five digits of a magazine behind it.
 */
export type CodeFamily = 'ean' | 'add_on' | 'itf' | 'gs1' | 'other' | 'unknown'

const families: Readonly<Record<string, CodeFamily>> = {
  ']E0': 'ean',
  ']E3': 'add_on',
  ']E4': 'ean',
  ']I0': 'itf',
  ']I1': 'itf',
  ']C1': 'gs1',
  ']e0': 'gs1',
  ']d2': 'gs1',
  ']d5': 'gs1',
  ']Q3': 'gs1',
  ']Q4': 'gs1',
  ']J1': 'gs1',
}

/** The family of an AIM identifier such as `]E0`; undefined stands for a code that came without one. */
export function codeFamily(aimId: string | undefined): CodeFamily {
  if (aimId === undefined) return 'unknown'
  return Object.hasOwn(families, aimId) ? (families[aimId] ?? 'other') : 'other'
}
