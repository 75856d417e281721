import type { RateTax } from '#core/tax/line-tax.ts'

// A rate that changed while a basket was open stands as two, each with its own sum.
function keyOf(tax: RateTax): string {
  return `${tax.rateId}:${tax.ratePpm}`
}

function added(tax: RateTax, before: RateTax | undefined): RateTax {
  if (before === undefined) return { ...tax }
  return { ...before, netMinor: before.netMinor + tax.netMinor, taxMinor: before.taxMinor + tax.taxMinor }
}

/** The taxes of many lines, summed by rate in the order of the rates' ids: what a receipt and a report print. */
export function summariseTax(lines: ReadonlyArray<{ readonly taxes: readonly RateTax[] }>): RateTax[] {
  const sums = new Map<string, RateTax>()
  for (const tax of lines.flatMap((line) => line.taxes)) sums.set(keyOf(tax), added(tax, sums.get(keyOf(tax))))
  return [...sums.values()].toSorted((one, other) => one.rateId - other.rateId || one.ratePpm - other.ratePpm)
}
