import { multiplyDivide } from '#core/money/rounding.ts'
import { WHOLE_PPM, type Off } from '#core/promotion/promotion.ts'

/**
 * What comes off an amount, in minor units: never more than all of it, nor than `maxOffMinor`, and nothing off what is owed
 * to the customer. Half a unit rounds up.
 */
export const offMinor = (off: Off, amountMinor: number, maxOffMinor = Number.MAX_SAFE_INTEGER): number => {
  if (amountMinor <= 0) return 0
  const wanted =
    off.kind === 'amount' ? off.amountMinor : multiplyDivide(amountMinor, off.ratePpm, WHOLE_PPM, 'half_up')
  return Math.min(wanted, amountMinor, maxOffMinor)
}
