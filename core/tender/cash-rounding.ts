/**
 * No shop rounds by more in common money: half of the largest smallest coin in use where a hundred make one (Hungary's
 * five forints are 500). Where the shop's own coin is larger, that is the limit.
 */
const ROUNDING_MAX_MINOR = 500

/** Whether what a coin added or took off can be from one: more is money that somebody moved. */
export const isRoundingPlausible = (
  { roundingMinor = 0 }: { readonly roundingMinor?: number | undefined },
  smallestCoinMinor: number,
): boolean => Math.abs(roundingMinor) <= Math.max(ROUNDING_MAX_MINOR, smallestCoinMinor)
