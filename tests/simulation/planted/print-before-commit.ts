import { receiptLabel } from '#core/sale/receipt-label.ts'
import { createCarryOut as createRightCarryOut, type CarryOutParts } from '#kiosk/effects/carry-out.ts'
import type { CarryOut } from '#kiosk/effects/till-runner.ts'

/** Planted: the receipt prints when the money is there, and the sale is stored afterwards. */
export const createCarryOut = (parts: CarryOutParts): CarryOut => {
  const carryOut = createRightCarryOut(parts)
  return (effect) => {
    if (effect.type === 'complete_sale') {
      const text = receiptLabel(parts.store.tillName(), parts.store.sales.keepHighestNumber() + 1)
      const document = [{ kind: 'barcode', symbology: 'code128', text } as const]
      void parts.devices.request('printer.print', { jobId: text, kind: 'receipt', document })
    }
    return carryOut(effect)
  }
}
