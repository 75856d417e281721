import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import type { PanelState as DevicesState } from '#drivers/socket/panel-messages.ts'
import { paperRows } from '#kiosk/panel/paint-paper.ts'
import { panelRows, type PanelRow } from '#kiosk/panel/panel-rows.ts'
import type { PanelState } from '#kiosk/panel/panel-state.ts'
import { entryLine } from '#kiosk/ui/entry-line.ts'
import { listWindow, scrollMark } from '#kiosk/ui/list-window.ts'
import type { Look } from '#kiosk/ui/look.ts'
import { cell, paint, space } from '#kiosk/ui/paint.ts'
import { spans } from '#kiosk/ui/panel.ts'

/** The panel's width beside the till; on a screen of its own from twice that on the paper stands beside the knobs. */
export const PANEL_COLUMNS = 40

/** Title, customer display, hint and entry. */
const FIXED_ROWS = 5

/** So much of the height is always left to the paper below the knobs. */
const PAPER_PERCENT = 40

const DEVICE_CELLS = 9
const DISPLAY_CELLS = 20

/** The rows of the panel, exactly as many and as wide as `look` says. */
export function paintPanel(state: PanelState, look: Look, isFocused: boolean): string[] {
  const isSplit = look.columns >= 2 * PANEL_COLUMNS
  const left: Look = isSplit ? { ...look, columns: PANEL_COLUMNS } : look
  const knobs = panelRows(state)
  const room = look.rows - FIXED_ROWS
  const listRows = isSplit ? room : Math.min(Math.max(knobs.length, 1), room - Math.ceil((room * PAPER_PERCENT) / 100))
  const rows = [
    titleRow(left, isFocused),
    ...listOf(state, knobs, { ...left, rows: listRows }, isFocused),
    ...displayRows(state.devices, left),
    hintRow(state, knobs, left),
    entryLine(left, {
      prompt: knobs[state.selected]?.type === undefined ? 'Code' : 'Grams',
      text: state.entry.slice(-24),
      isSecret: false,
      aside: '',
    }),
  ]
  if (!isSplit) return [...rows, ...paperRows(state.devices, { ...left, rows: look.rows - rows.length })]
  const paper = paperRows(state.devices, { ...look, columns: look.columns - PANEL_COLUMNS })
  return Array.from({ length: look.rows }, (_, at) => (rows[at] ?? space(look.theme.canvas, 40)) + (paper[at] ?? ''))
}

function titleRow({ theme, columns }: Look, isFocused: boolean): string {
  const style = isFocused ? theme.barStrong : theme.heading
  const right = isFocused ? 'Ctrl-O till ' : 'Ctrl-O here '
  return (
    cell(style, ' Virtual devices', columns - right.length) +
    cell(isFocused ? theme.bar : theme.heading, right, right.length)
  )
}

function listOf(state: PanelState, rows: readonly PanelRow[], look: Look, isFocused: boolean): string[] {
  const { theme, columns } = look
  if (state.devices === undefined) {
    const text = cell(theme.warn, ' The devices are away; they come back', columns)
    return Array.from({ length: look.rows }, (_, at) => (at === 0 ? text : space(theme.canvas, columns)))
  }
  const window = listWindow(rows.length, look.rows, state.selected)
  return Array.from({ length: look.rows }, (_, offset) => {
    const at = window.first + offset
    const row = rows[at]
    if (row === undefined) return space(theme.canvas, columns)
    const isFirstSeen = offset === 0 || rows[at - 1]?.device !== row.device
    const mark = cell(theme.muted, scrollMark(offset, look.rows, rows.length, window), 1)
    const place = { isFirst: isFirstSeen, isSelected: isFocused && at === state.selected }
    return knobRow(row, { ...look, columns: columns - 1 }, place) + mark
  })
}

function knobRow(
  row: PanelRow,
  { theme, columns }: Look,
  place: { readonly isFirst: boolean; readonly isSelected: boolean },
): string {
  const device = cell(theme.muted, place.isFirst ? ` ${row.device}` : '', DEVICE_CELLS)
  const valueCells = row.value.length + 1
  const nameCells = columns - DEVICE_CELLS - valueCells
  if (place.isSelected) {
    return device + cell(theme.selected, ` ${row.name}`, nameCells) + cell(theme.selected, row.value, valueCells)
  }
  const valueStyle = row.isOdd ? theme.warn : theme.good
  return device + cell(theme.canvas, ` ${row.name}`, nameCells) + cell(valueStyle, row.value, valueCells)
}

/** The customer's display, two rows of twenty. */
function displayRows(devices: DevicesState | undefined, { theme, columns }: Look): string[] {
  const { upper, lower } = devices?.display ?? { upper: '', lower: '' }
  return [upper, lower].map((text, at) => {
    const label = cell(theme.muted, at === 0 ? ' Customer' : '', DEVICE_CELLS)
    const shown = paint(theme.canvas, ' ') + cell(theme.panelTotal, ` ${text}`, DISPLAY_CELLS + 2)
    return label + shown + space(theme.canvas, columns - DEVICE_CELLS - DISPLAY_CELLS - 3)
  })
}

function hintRow(state: PanelState, rows: readonly PanelRow[], { theme, columns }: Look): string {
  if (state.notice !== undefined) return cell(theme.bad, ` ${state.notice}`, columns)
  const asked = state.devices?.terminal.asked
  if (asked !== undefined) {
    const amount = formatMinor(asked.amountMinor, currencyOf(asked.currency))
    return cell(theme.warn, ` Card waits: ${amount} ${asked.currency}`, columns)
  }
  const parts = [{ style: theme.muted, text: ` ${rows[state.selected]?.hint ?? ''}` }]
  return spans(parts, columns, theme.canvas)
}
