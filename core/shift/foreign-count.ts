import type { CountedForeign, ForeignCount, ForeignSum } from '#core/shift/shift.ts'

/**
 * What was taken of each foreign currency beside what was counted of it, in order of the currencies. What was taken and
 * not counted counts as 0; a currency that is in neither is left out.
 */
export function foreignCounts(taken: readonly ForeignSum[], counted: readonly CountedForeign[]): ForeignCount[] {
  const takenMinor = new Map(taken.map(({ currency, givenMinor }) => [currency, givenMinor]))
  const countedMinor = new Map(counted.map((one) => [one.currency, one.countedMinor]))
  return [...new Set([...takenMinor.keys(), ...countedMinor.keys()])]
    .toSorted()
    .map((currency) => ({
      currency,
      expectedMinor: takenMinor.get(currency) ?? 0,
      countedMinor: countedMinor.get(currency) ?? 0,
    }))
    .filter(({ expectedMinor, countedMinor: found }) => expectedMinor > 0 || found > 0)
}
