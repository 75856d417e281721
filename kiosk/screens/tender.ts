import { DomainError } from '#core/errors/domain-error.ts'
import { methodName, methodOf } from '#core/tender/tender-method.ts'
import type { Tender } from '#core/tender/tender.ts'
import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits } from '#kiosk/screens/parts.ts'
import { rowsAboveTotal } from '#kiosk/screens/total-band.ts'
import { type Paint, type TillView, money, plainMoney } from '#kiosk/screens/view.ts'
import { typedAmount } from '#kiosk/state/entry.ts'
import { pointsOfferMinor } from '#kiosk/state/points-tender.ts'
import { exchangeTenders } from '#kiosk/state/refund-exchange.ts'
import { stillDueMinor } from '#kiosk/state/take-tender.ts'
import { amountToEntry, offeredAmounts, stillDueInCash } from '#kiosk/state/tender.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { actionTexts, en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import type { BarKey } from '#kiosk/ui/key-bar.ts'
import { type Area, isWide } from '#kiosk/ui/look.ts'
import { cell, space } from '#kiosk/ui/paint.ts'
import { FRAME_ROWS, PanelRows, type Span, labelled } from '#kiosk/ui/panel.ts'

const WIDE_COLUMNS = 132
const WIDE_ROWS = 24
const OFFER_CELLS = 30
const TENDERS_SHOWN_MAX = 5

const typed = (view: TillView): number | undefined => {
  if (view.state.entry === '') return undefined
  const amountMinor = typedAmount(view.state)
  return amountMinor instanceof DomainError ? undefined : amountMinor
}

/** What is due, and what that is in coins where it differs. */
const dueLabel = (view: TillView, dueMinor: number): string => {
  const { currency } = view.state.policy
  const inCashMinor = stillDueInCash(view.state)
  const word = dueMinor < 0 ? en.toPayOut : en.due
  return inCashMinor === dueMinor
    ? `${word} ${currency}`
    : `${word} ${currency}  ${en.inCash(money(view)(Math.abs(inCashMinor)))}`
}

const digitRows = (rows: PanelRows, view: TillView, dueMinor: number): void => {
  const { theme, cells } = rows
  const half = Math.floor(cells / 2)
  const due = largeDigits(view, plainMoney(view, Math.abs(dueMinor)), half)
  // Where the till owes, nobody gives anything.
  const isGiven = dueMinor >= 0 || view.state.entry !== ''
  const given = isGiven ? largeDigits(view, view.state.entry === '' ? '0' : view.state.entry, half) : []
  const label = (text: string): Span => ({ style: theme.panelMuted, text })
  rows.row(labelled(label(dueLabel(view, dueMinor)), label(isGiven ? en.given : ''), cells))
  for (const [at, row] of due.entries()) {
    const left = cellWidth(row)
    rows.row(cell(theme.panelTotal, row, left) + cell(theme.panelPlain, given[at] ?? '', cells - left, 'right'))
  }
}

/** What is left when the typed amount is taken: change, or what is still to pay, in large digits. */
const outcome = (view: TillView, dueMinor: number, cells: number): string[] => {
  const { theme } = view.look
  const givenMinor = typed(view)
  const dueInCash = stillDueInCash(view.state)
  if (givenMinor === undefined) return []
  const isEnough = givenMinor >= dueInCash
  const leftMinor = isEnough ? givenMinor - dueInCash : dueMinor - givenMinor
  const style = isEnough ? theme.panelGood : theme.panelTotal
  const digits = largeDigits(view, plainMoney(view, leftMinor), cells)
  return [
    cell(theme.panelMuted, isEnough ? en.changeDue : en.stillDue, cells, 'right'),
    ...digits.map((row) => cell(style, row, cells, 'right')),
    space(theme.panel, cells),
  ]
}

const offers = (view: TillView): Span[] => {
  const { theme } = view.look
  return offeredAmounts(view.state).map((amountMinor) => {
    const isChosen = amountToEntry(view.state, amountMinor) === view.state.entry
    const note = amountMinor === stillDueInCash(view.state) ? ` ${en.exact}` : ''
    const text = `${isChosen ? '▸' : ' '} ${fit(money(view)(amountMinor), 14, 'right')}${note}`
    return { style: isChosen ? theme.selected : theme.key, text }
  })
}

const tenderText = (view: TillView, tender: Tender): string =>
  tender.kind === 'card'
    ? `${en.card} ${tender.scheme} ${tender.last4}`
    : cleanText(methodName(methodOf(tender), view.state.policy))

const paid = (view: TillView, cells: number): string[] => {
  const { theme } = view.look
  const { tenders, priced } = view.state
  const total = labelled(
    { style: theme.panelMuted, text: en.total },
    { style: theme.panel, text: money(view)(priced?.totals.totalMinor ?? 0) },
    cells,
  )
  const taken = [...exchangeTenders(view.state), ...tenders]
    .slice(-TENDERS_SHOWN_MAX)
    .map((tender) =>
      labelled(
        { style: theme.panelGood, text: tenderText(view, tender) },
        { style: theme.panelGood, text: money(view)(-tender.amountMinor) },
        cells,
      ),
    )
  const savedMinor = priced?.totals.discountMinor ?? 0
  const saved =
    savedMinor <= 0
      ? []
      : [
          labelled(
            { style: theme.panelMuted, text: en.youSave },
            { style: theme.panel, text: money(view)(savedMinor) },
            cells,
          ),
        ]
  return [total, ...saved, ...taken]
}

const lists = (rows: PanelRows, view: TillView, dueMinor: number): void => {
  const { theme, cells } = rows
  const right = cells - OFFER_CELLS - 4
  const left = offers(view)
  const taken = [...outcome(view, dueMinor, right), ...paid(view, right)]
  for (let at = 0; at < Math.max(left.length, taken.length); at += 1) {
    const offer = left[at]
    const offerCell = offer === undefined ? space(theme.panel, OFFER_CELLS) : cell(offer.style, offer.text, OFFER_CELLS)
    rows.row(offerCell + space(theme.panel, 4) + (taken[at] ?? space(theme.panel, right)))
  }
}

const escapeKey = (view: TillView): BarKey => screenKey(view, 'escape', view.state.entry === '' ? en.back : en.clear)

const undoKey = ({ state }: TillView): BarKey => {
  return { key: '-', label: en.undo, tone: state.tenders.length === 0 ? 'off' : 'danger' }
}

/** The till owes: cash goes out, and nothing else can be done with it. */
const payOutKeys = (view: TillView): BarKey[] => [
  ...(view.state.tenders.length === 0 ? [] : [undoKey(view)]),
  escapeKey(view),
  primaryKey(view, 'cash', en.payOut),
]

/** What costs nothing is taken by cash alone: no other tender can be of nothing. */
const payKeys = (view: TillView, dueMinor: number): BarKey[] => [
  screenKey(view, 'cash', actionTexts.cash.long),
  ...(dueMinor === 0
    ? []
    : [screenKey(view, 'card', actionTexts.card.long), screenKey(view, 'tenders', actionTexts.tenders.short)]),
  ...(pointsOfferMinor(view.state) === 0 ? [] : [{ key: 'P', label: en.payWithPoints, tone: 'plain' } as const]),
  arrowKeys(en.amounts),
  undoKey(view),
  escapeKey(view),
  primaryKey(view, 'enter', view.state.entry === '' ? en.exactSum : actionTexts.cash.long),
]

/** Paying: what is due, what is given, what is likely to be given, and what was paid already. */
export const tenderScene: Paint = (view: TillView, area: Area) => {
  const dueMinor = stillDueMinor(view.state)
  const isLarge = isWide(view.look) && rowsAboveTotal(view, area) >= WIDE_ROWS + FRAME_ROWS
  const rows = new PanelRows(view.look.theme, isLarge ? Math.min(WIDE_COLUMNS, area.columns) : area.columns)
  digitRows(rows, view, dueMinor)
  rows.blank()
  lists(rows, view, dueMinor)
  // On a small screen the payment takes the whole middle: it says what is to pay, in digits as large as the total's.
  const height = isLarge ? WIDE_ROWS : area.rows - FRAME_ROWS
  const isOwed = dueMinor < 0
  rows.blank(Math.max(0, height - rows.length - 1)).words(isOwed ? en.payOutHow : en.tenderHow)
  return {
    modal: rows.framed(en.tender),
    prompt: isOwed ? en.payOut : en.promptAmount,
    keys: isOwed ? payOutKeys(view) : payKeys(view, dueMinor),
  }
}
