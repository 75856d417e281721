import type { Buyer } from '#core/customer/customer.ts'
import type { ReceiptDocument } from '#core/receipt/receipt-document.ts'
import { statusMarks } from '#core/receipt/receipt-head.ts'
import { refundReceipt } from '#core/receipt/refund-receipt.ts'
import { renderText } from '#core/receipt/render-text.ts'
import { invoiceBlocks, saleReceipt, type ReceiptFacts } from '#core/receipt/sale-receipt.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { TillView } from '#kiosk/screens/view.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import type { Area } from '#kiosk/ui/look.ts'
import { cell } from '#kiosk/ui/paint.ts'

const PAPER_COLUMNS = 40
const GAP_CELLS = 2
const SIDE_CELLS_MAX = 70

/** A sheet with a margin on both sides. */
export const PAPER_CELLS = PAPER_COLUMNS + 4

/** What a receipt says beyond what it is of. */
interface PaperFacts {
  readonly status?: string
  readonly exchangeLabel?: string | undefined
  readonly buyer?: Buyer | undefined
}

const linesOf = (document: ReceiptDocument): string[] => {
  const text = renderText(document, PAPER_COLUMNS, cellWidth).trimEnd()
  return text === '' ? [] : text.split('\n')
}

/** What is too long shows its end, and above it `kept`. */
const onPaper = (view: TillView, document: ReceiptDocument, rows: number, kept: ReceiptDocument = []): string[] => {
  const lines = linesOf(document)
  const above = [...linesOf(kept), '⋮']
  const shown = lines.length <= rows ? lines : [...above, ...lines.slice(lines.length - rows + above.length)]
  return shown.map((line) => cell(view.look.theme.paper, `  ${line}`, PAPER_CELLS))
}

const known = ({ exchangeLabel, buyer }: PaperFacts): Pick<ReceiptFacts, 'exchangeLabel' | 'buyer'> => ({
  ...(exchangeLabel === undefined ? {} : { exchangeLabel }),
  ...(buyer === undefined ? {} : { buyer }),
})

/** A receipt as it prints, on paper. One that is too long shows its end, the sums; and for whom a tax invoice is. */
export const receiptPaper = (view: TillView, sale: Sale, rows: number, facts: PaperFacts = {}): string[] => {
  const printed = { policy: view.state.policy, localTime: view.localTime(sale.completedAt), isCopy: false }
  const all = { ...printed, ...statusMarks(facts.status ?? ''), ...known(facts) }
  return onPaper(view, saleReceipt(sale, all), rows, invoiceBlocks(sale, all))
}

/** The same for a refund. */
export const refundPaper = (view: TillView, refund: Refund, rows: number, facts: PaperFacts = {}): string[] => {
  const printed = { policy: view.state.policy, localTime: view.localTime(refund.completedAt), isCopy: false }
  return onPaper(view, refundReceipt(refund, { ...printed, ...known(facts) }), rows)
}

/** A framed part with the paper at its right side. */
export const besidePaper = (
  view: TillView,
  left: (columns: number) => readonly string[],
  paper: readonly string[],
  area: Area,
): string[] => {
  const { theme } = view.look
  const leftCells = Math.min(SIDE_CELLS_MAX, area.columns - PAPER_CELLS - GAP_CELLS)
  const margin = Math.floor((area.columns - leftCells - GAP_CELLS - PAPER_CELLS) / 2)
  const rows = left(leftCells)
  return Array.from({ length: area.rows }, (_, row) =>
    [
      cell(theme.canvas, '', margin),
      rows[row - 1] ?? cell(theme.canvas, '', leftCells),
      cell(theme.canvas, '', GAP_CELLS),
      paper[row] ?? '',
    ].join(''),
  )
}
