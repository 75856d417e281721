import { DomainError } from '#core/errors/domain-error.ts'
import type { Tender } from '#core/tender/tender.ts'
import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, type Scene, type TillView, money, plainMoney } from '#kiosk/screens/view.ts'
import { typedAmount } from '#kiosk/state/entry.ts'
import { amountToEntry, offeredAmounts, stillDueMinor } from '#kiosk/state/tender.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { actionTexts, en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { type Area, isWide } from '#kiosk/ui/look.ts'
import { cell, space } from '#kiosk/ui/paint.ts'
import { type PanelRows, type Span, labelled } from '#kiosk/ui/panel.ts'

const COLUMNS = 74
const WIDE_COLUMNS = 132
const OFFER_CELLS = 30
const TENDERS_SHOWN_MAX = 5

const typed = (view: TillView): number | undefined => {
  if (view.state.entry === '') return undefined
  const amountMinor = typedAmount(view.state)
  return amountMinor instanceof DomainError ? undefined : amountMinor
}

const digitRows = (rows: PanelRows, view: TillView, dueMinor: number): void => {
  const { theme, cells } = rows
  const half = Math.floor(cells / 2)
  const due = largeDigits(view, plainMoney(view, dueMinor), half)
  const given = largeDigits(view, view.state.entry === '' ? '0' : view.state.entry, half)
  rows.row(
    labelled(
      { style: theme.panelMuted, text: `${en.due} ${view.state.policy.currency}` },
      { style: theme.panelMuted, text: en.given },
      cells,
    ),
  )
  for (const [at, row] of due.entries()) {
    const left = cellWidth(row)
    rows.row(cell(theme.panelTotal, row, left) + cell(theme.panelPlain, given[at] ?? '', cells - left, 'right'))
  }
}

const outcome = (view: TillView, dueMinor: number): Span => {
  const { theme } = view.look
  const givenMinor = typed(view)
  if (givenMinor === undefined) return { style: theme.panelMuted, text: '' }
  const say = money(view)
  return givenMinor >= dueMinor
    ? { style: theme.panelGood, text: `${en.changeDue} ${say(givenMinor - dueMinor)}` }
    : { style: theme.panelStrong, text: `${en.stillDue} ${say(dueMinor - givenMinor)}` }
}

const offers = (view: TillView, dueMinor: number): Span[] => {
  const { theme } = view.look
  return offeredAmounts(view.state).map((amountMinor) => {
    const isChosen = amountToEntry(view.state, amountMinor) === view.state.entry
    const note = amountMinor === dueMinor ? ` ${en.exact}` : ''
    const text = `${isChosen ? '▸' : ' '} ${fit(money(view)(amountMinor), 14, 'right')}${note}`
    return { style: isChosen ? theme.selected : theme.key, text }
  })
}

const tenderText = (tender: Tender): string =>
  tender.kind === 'card' ? `${en.paidWith.card} ${tender.scheme} ${tender.last4}` : en.paidWith[tender.kind]

const paid = (view: TillView, cells: number): string[] => {
  const { theme } = view.look
  const { tenders, priced } = view.state
  const total = labelled(
    { style: theme.panelMuted, text: en.total },
    { style: theme.panel, text: money(view)(priced?.totals.totalMinor ?? 0) },
    cells,
  )
  const taken = tenders
    .slice(-TENDERS_SHOWN_MAX)
    .map((tender) =>
      labelled(
        { style: theme.panelGood, text: tenderText(tender) },
        { style: theme.panelGood, text: money(view)(-tender.amountMinor) },
        cells,
      ),
    )
  return [total, ...taken]
}

const lists = (rows: PanelRows, view: TillView, dueMinor: number): void => {
  const { theme, cells } = rows
  const right = cells - OFFER_CELLS - 4
  const left = offers(view, dueMinor)
  const taken = paid(view, right)
  for (let at = 0; at < Math.max(left.length, taken.length); at += 1) {
    const offer = left[at]
    const offerCell = offer === undefined ? space(theme.panel, OFFER_CELLS) : cell(offer.style, offer.text, OFFER_CELLS)
    rows.row(offerCell + space(theme.panel, 4) + (taken[at] ?? space(theme.panel, right)))
  }
}

const keys = (view: TillView): NonNullable<Scene['keys']> => [
  screenKey(view, 'cash', actionTexts.cash.long),
  screenKey(view, 'card', actionTexts.card.long),
  arrowKeys(en.amounts),
  { key: '-', label: en.undo, tone: view.state.tenders.length === 0 ? 'off' : 'danger' },
  screenKey(view, 'escape', view.state.entry === '' ? en.back : en.clear),
  primaryKey(view, 'enter', actionTexts.cash.long),
]

/** Paying: what is due, what is given, what is likely to be given, and what was paid already. */
export const tenderScene: Paint = (view: TillView, area: Area) => {
  const dueMinor = stillDueMinor(view.state)
  const rows = panelRows(view, area, isWide(view.look) ? WIDE_COLUMNS : COLUMNS)
  digitRows(rows, view, dueMinor)
  const after = outcome(view, dueMinor)
  rows.text(after.text, after.style, 'right')
  lists(rows, view, dueMinor)
  rows.blank().words(en.tenderHow)
  return { modal: rows.framed(en.tender), prompt: en.promptAmount, keys: keys(view) }
}
