import { refundTotals } from '#core/refund/refund-draft.ts'
import { refundLines } from '#core/refund/refund-lines.ts'
import type { RefundAsk, RefundTender } from '#core/refund/refund.ts'
import { methodName, methodOf } from '#core/tender/tender-method.ts'
import { cardName } from '#kiosk/screens/give-back.ts'
import type { TillView } from '#kiosk/screens/view.ts'
import type { RefundSubject } from '#kiosk/state/refund-screens.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { refundWords } from '#kiosk/text/refund-words.ts'

/** How money goes back, in a few words. */
export const wayText = (view: TillView, tender: RefundTender): string => {
  if (tender.kind === 'card') return refundWords.toCard(cardName(tender))
  if (tender.kind === 'cash') return refundWords.byCash
  if (tender.kind === 'exchange') return refundWords.kept
  return cleanText(methodName(methodOf(tender), view.state.policy))
}

/** What was chosen of a sale comes to, minor units. */
export function chosenMinor({ sale, refunded }: RefundSubject, chosen: readonly RefundAsk[]): number {
  const lines = refundLines(sale, refunded, chosen, { kind: 'refund', reason: '', isRestocked: false })
  return lines instanceof Error ? 0 : refundTotals(lines).totalMinor
}
