import type { Notice } from '#kiosk/state/notice.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'

/** Asks the hub for a sale by its receipt; `told` stands on the screen that it opens. */
export const lookUp = (receiptLabel: string, told?: Notice): TillEffect => ({
  type: 'ask_hub',
  operation: 'sale_lookup',
  fields: { receiptLabel },
  purpose: { type: 'refund_lookup', receiptLabel, ...(told === undefined ? {} : { told }) },
})
