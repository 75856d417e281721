import type { RefundTender } from '#core/refund/refund.ts'
import { screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { wayText } from '#kiosk/screens/refund-parts.ts'
import { type Paint, type Scene, type TillView, money, plainMoney } from '#kiosk/screens/view.ts'
import { allTenders } from '#kiosk/state/refund-open-pay.ts'
import type { PendingRefund } from '#kiosk/state/refund-screens.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { actionTexts, en } from '#kiosk/text/en.ts'
import { refundWords as words } from '#kiosk/text/refund-words.ts'
import type { PanelRows } from '#kiosk/ui/panel.ts'

const sums = (rows: PanelRows, view: TillView, { draft }: PendingRefund): void => {
  const say = money(view)
  const { totals, pointsTakenBack = 0, pointsGivenBack = 0 } = draft
  rows.pair(en.items, String(totals.itemCount))
  if (totals.discountMinor !== 0) rows.pair(words.discount, say(totals.discountMinor))
  rows.pair(words.tax, say(totals.taxMinor))
  if (pointsTakenBack > 0) rows.pair(words.pointsBack, String(pointsTakenBack))
  if (pointsGivenBack > 0) rows.pair(words.pointsGiven, String(pointsGivenBack))
}

const ways = (rows: PanelRows, view: TillView, tenders: readonly RefundTender[]): void => {
  const say = money(view)
  for (const tender of tenders) {
    rows.pair(wayText(view, tender), say(tender.amountMinor), rows.theme.panelGood)
    const roundingMinor = tender.kind === 'cash' ? (tender.roundingMinor ?? 0) : 0
    if (roundingMinor !== 0) rows.pair(`  ${words.rounding}`, say(roundingMinor))
  }
}

const cashMinorOf = (tenders: readonly { readonly kind: string; readonly amountMinor: number }[]): number =>
  tenders.reduce((sum, { kind, amountMinor }) => sum + (kind === 'cash' ? amountMinor : 0), 0)

/** Foreign notes, and what other goods paid, do not go back as they came. */
const isMoreCashThanPaid = ({ tenders, subject }: PendingRefund): boolean =>
  cashMinorOf(tenders) > cashMinorOf(subject?.sale.tenders ?? [])

const howOf = (pending: PendingRefund): string => {
  const { draft, isExchange } = pending
  if (draft.kind === 'void') return isMoreCashThanPaid(pending) ? words.payVoidCash : words.payVoid
  return isExchange ? words.payExchange : words.payHow
}

const keys = (view: TillView, { draft }: PendingRefund): NonNullable<Scene['keys']> => [
  ...(draft.kind === 'void'
    ? []
    : [screenKey(view, 'cash', actionTexts.cash.long), screenKey(view, 'card', words.asItCame)]),
  screenKey(view, 'escape', view.state.entry === '' ? en.back : en.clear),
  { key: '+', label: words.giveBack, tone: 'primary' },
]

/** What goes back, and how. */
export const refundPayScene: Paint = (view, area) => {
  const { screen, policy } = view.state
  if (screen.name !== 'refund_pay') return { prompt: '' }
  const { pending } = screen
  const rows = panelRows(view, area)
  const { kind, originalReceiptLabel } = pending.draft
  const backMinor = pending.tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  rows.text(`${words.total} ${policy.currency}`, rows.theme.panelMuted)
  rows.digits(largeDigits(view, plainMoney(view, backMinor), rows.cells), rows.theme.panelTotal).blank()
  sums(rows, view, pending)
  rows.blank()
  ways(rows, view, allTenders(view.state, pending))
  rows.blank().words(howOf(pending))
  const of = originalReceiptLabel === null ? '' : ` ${cleanText(originalReceiptLabel)}`
  return { modal: rows.framed(`${words.kinds[kind]}${of}`), prompt: en.amount, keys: keys(view, pending) }
}
