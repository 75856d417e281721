import type { Policy } from '#core/catalogue/policy.ts'
import { withHub, type TinyHub } from '#tests/support/tiny-hub.ts'
import { action, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

export const REFUND = action('refund')

/** A till with a hub, and its first sale: three milks at 74.00 and a soap at 35.50, 257.50 in cash. */
export const shopWith = (policy: Partial<Policy> = {}): { till: TinyTill; hub: TinyHub } => {
  const till = startSelling(policy)
  const hub = withHub(till)
  till.do({ type: 'link_changed', isOnline: true, unsentCount: 0 })
  till.do('3*12⏎', '0420000000020⏎', action('total'), action('cash'), '⏎')
  return { till, hub }
}

/** To the lines of the first sale. */
export const openFirst = (till: TinyTill) => till.do(REFUND, '1⏎')
