import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { ShiftTotals } from '#core/shift/shift.ts'
import { changeMinor } from '#core/tender/tendering.ts'
import { withoutBasket } from '#kiosk/state/basket-step.ts'
import { next, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** The sale is on disk: now, and not before, the drawer opens and the receipt prints. */
export function onSaleCompleted(state: TillState, sale: Sale, totals: ShiftTotals): StepResult {
  const change = changeMinor(sale.tenders)
  const takesCash = sale.tenders.some((tender) => tender.kind === 'cash' && tender.givenMinor > 0)
  const drawer: TillEffect[] = takesCash ? [{ type: 'open_drawer', reason: 'sale' }] : []
  const lower = `CHANGE ${formatMinor(change, currencyOf(sale.currency))}`
  return next(
    withoutBasket(state, undefined),
    { screen: { name: 'complete', sale, changeMinor: change }, shiftTotals: totals },
    [
      ...drawer,
      { type: 'print_receipt', saleId: sale.saleId, isCopy: false },
      { type: 'show_display', upper: 'THANK YOU', lower },
    ],
  )
}
