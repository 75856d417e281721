import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { ShiftTotals } from '#core/shift/shift.ts'
import type { Tender } from '#core/tender/tender.ts'
import { changeMinor } from '#core/tender/tendering.ts'
import { withoutBasket } from '#kiosk/state/basket-step.ts'
import { handedOutMinor } from '#kiosk/state/refund-settle.ts'
import { next, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** Cash goes in or out, or the shop wants what was given to lie in the drawer. */
const opensDrawer = ({ policy }: TillState, tender: Tender): boolean => {
  if (tender.kind === 'cash') return tender.givenMinor > 0 || tender.changeMinor > 0
  if (tender.kind !== 'other') return false
  const type = policy.tenderTypes?.find(({ code }) => code === tender.method)
  return tender.changeMinor !== undefined || type?.opensDrawer === true
}

/** The sale is on disk: now, and not before, the drawer opens and the receipt prints. */
export function onSaleCompleted(state: TillState, sale: Sale, totals: ShiftTotals, refund?: Refund): StepResult {
  const change = changeMinor(sale.tenders)
  const restMinor = handedOutMinor(refund?.tenders ?? [])
  const drawer: TillEffect[] =
    restMinor > 0 || sale.tenders.some((tender) => opensDrawer(state, tender))
      ? [{ type: 'open_drawer', reason: 'sale' }]
      : []
  const lower = `CHANGE ${formatMinor(change + restMinor, currencyOf(sale.currency))}`
  return next(
    withoutBasket(state, undefined),
    {
      screen: { name: 'complete', sale, changeMinor: change, refund, buyer: state.basket?.buyer },
      shiftTotals: totals,
    },
    [
      ...drawer,
      { type: 'print_receipt', saleId: sale.saleId, isCopy: false },
      { type: 'show_display', upper: 'THANK YOU', lower },
    ],
  )
}
