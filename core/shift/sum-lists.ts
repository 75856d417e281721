import type { SaleTax } from '#core/sale/sale.ts'
import type { ForeignSum, MethodSum } from '#core/shift/shift.ts'
import { methodOf } from '#core/tender/tender-method.ts'

const byKey = (one: string, other: string): number => Number(one > other) - Number(one < other)

/** Adds up what has the same key; in order of the keys, whatever order it came in. */
const merged = <T>(
  before: readonly T[],
  more: readonly T[],
  keyOf: (item: T) => string,
  add: (one: T, other: T) => T,
): T[] => {
  const sums = new Map(before.map((item) => [keyOf(item), item]))
  for (const item of more) {
    const known = sums.get(keyOf(item))
    sums.set(keyOf(item), known === undefined ? item : add(known, item))
  }
  return [...sums].toSorted(([one], [other]) => byKey(one, other)).map(([, item]) => item)
}

/** Sums by tender, with some more tenders. */
export const addMethods = (
  sums: readonly MethodSum[],
  tenders: readonly { readonly kind: string; readonly method?: string; readonly amountMinor: number }[],
): MethodSum[] =>
  merged(
    sums,
    tenders.map((tender) => ({ method: methodOf(tender), count: 1, amountMinor: tender.amountMinor })),
    ({ method }) => method,
    (one, other) => ({
      method: one.method,
      count: one.count + other.count,
      amountMinor: one.amountMinor + other.amountMinor,
    }),
  )

/** Sums by rate of tax, with those of another sale or refund. */
export const addTaxes = (sums: readonly SaleTax[], taxes: readonly SaleTax[]): SaleTax[] =>
  merged(
    sums,
    taxes,
    // As a text of one length, so that rates stand in the order of their ids.
    ({ rateId, ratePpm }) => `${String(rateId).padStart(16, '0')}:${ratePpm}`,
    (one, other) => ({
      ...one,
      // A rate that was renamed within a shift stands under one of its names, whichever was met first.
      name: one.name < other.name ? one.name : other.name,
      netMinor: one.netMinor + other.netMinor,
      taxMinor: one.taxMinor + other.taxMinor,
    }),
  )

/** Money of other countries, with some more. */
export const addForeign = (sums: readonly ForeignSum[], more: readonly ForeignSum[]): ForeignSum[] =>
  merged(
    sums,
    more,
    ({ currency }) => currency,
    (one, other) => ({ currency: one.currency, givenMinor: one.givenMinor + other.givenMinor }),
  )
