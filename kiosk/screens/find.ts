import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { type Paint, type TillView, money, plainMoney } from '#kiosk/screens/view.ts'
import type { FoundProduct } from '#kiosk/state/world.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { hugeDigits } from '#kiosk/ui/big-digits.ts'
import { listWindow, scrollMark } from '#kiosk/ui/list-window.ts'
import { type Area, isWide } from '#kiosk/ui/look.ts'
import { cell, paint } from '#kiosk/ui/paint.ts'
import type { Span } from '#kiosk/ui/panel.ts'
import { type Column, tableColumns, tableRow } from '#kiosk/ui/table.ts'

const GRAMS_PER_KILOGRAM = 1000
const BAND_ROWS = 7
const MARGIN_CELLS = 2

/** A stock level as people count it: pieces, or kilograms of what is weighed. */
export const stockText = ({ product, stockLevel }: FoundProduct): string => {
  if (stockLevel === undefined) return en.stockUnknown
  if (product.priceUnit === 'piece') return String(stockLevel)
  return `${Math.round(stockLevel / GRAMS_PER_KILOGRAM)} kg`
}

/** A product's price with its unit. */
const priceText = (view: TillView, { product }: FoundProduct): string =>
  money(view)(product.priceMinor) + (product.priceUnit === 'kilogram' ? en.perKilogram : '')

const columnsOf = (view: TillView, columns: number): Column[] =>
  isWide(view.look)
    ? tableColumns(columns - 3, ['rest', [18, 'left'], [5, 'left'], [16, 'right'], [12, 'right']])
    : tableColumns(columns - 3, ['rest', [14, 'left'], [12, 'right'], [8, 'right']])

const cellsOf = (view: TillView, found: FoundProduct): string[] => {
  const { name, barcodes, ageLimitYears } = found.product
  const age = ageLimitYears === null ? '' : en.ageLimit(ageLimitYears)
  const code = barcodes[0] ?? ''
  const middle = isWide(view.look) ? [code, age] : [code]
  return [name, ...middle, priceText(view, found), stockText(found)]
}

/** Where there is room: the selected product at large, with its price to be read from afar. */
const foundBand = (view: TillView, found: FoundProduct, columns: number): string[] => {
  const { theme } = view.look
  const { name, barcodes, ageLimitYears } = found.product
  const digits = hugeDigits(plainMoney(view, found.product.priceMinor))
  const digitCells = cellWidth(digits[0] ?? '')
  const unit = found.product.priceUnit === 'kilogram' ? ` ${en.perKilogram}` : ''
  const details: Span[] = [
    { style: theme.panelStrong, text: name },
    { style: theme.panelMuted, text: barcodes.join('  ') },
    { style: theme.panel, text: en.inStock(stockText(found)) },
    { style: theme.panelBad, text: ageLimitYears === null ? '' : en.ageLimit(ageLimitYears) },
  ]
  const title = `${en.price} ${view.state.policy.currency}${unit}`
  const left = columns - cellWidth(title) - digitCells - 2 * MARGIN_CELLS
  const rows = Array.from({ length: BAND_ROWS - 1 }, (_, at) =>
    [
      cell(details[at]?.style ?? theme.panel, `  ${details[at]?.text ?? ''}`, left),
      cell(theme.panelMuted, at === 0 ? title : '', cellWidth(title) + MARGIN_CELLS),
      cell(theme.panelTotal, digits[at] ?? '', digitCells),
      cell(theme.panel, '', MARGIN_CELLS),
    ].join(''),
  )
  return [paint(theme.edge, '▄'.repeat(columns)), ...rows]
}

const list = (view: TillView, area: Area, results: readonly FoundProduct[], selected: number): string[] => {
  const { theme } = view.look
  const columns = columnsOf(view, area.columns)
  const window = listWindow(results.length, area.rows, selected)
  const rows = results.slice(window.first, window.first + window.count).map((found, row) => {
    const isSelected = window.first + row === selected
    const style = isSelected ? theme.selected : theme.canvas
    const mark = scrollMark(row, area.rows, results.length, window)
    const text = fit(`${isSelected ? ' ▸' : '  '}${tableRow(columns, cellsOf(view, found))}`, area.columns - 1)
    return paint(style, text) + paint(theme.accent, mark)
  })
  return Array.from({ length: area.rows }, (_, row) => rows[row] ?? '')
}

const HEAD_ROWS = 2
const COUNT_CELLS = 20

/** The search: what was typed narrows the list, Enter sells what is selected. */
export const findScene: Paint = (view, area) => {
  const { screen, entry } = view.state
  if (screen.name !== 'find') return { prompt: en.promptFind }
  const { theme } = view.look
  const { results, selected } = screen
  const heads = isWide(view.look) ? [en.item, en.code, '', en.price, en.stock] : [en.item, en.code, en.price, en.stock]
  const chosen = results[selected]
  const band = chosen === undefined || !isWide(view.look) ? [] : foundBand(view, chosen, area.columns)
  const room = { columns: area.columns, rows: area.rows - HEAD_ROWS - band.length }
  const none = entry === '' ? en.findHow : en.foundNone
  const count = results.length === 0 ? '' : en.found(results.length)
  return {
    body: [
      cell(theme.panelStrong, ` ${en.find}: ${entry}`, area.columns - COUNT_CELLS) +
        cell(theme.panelMuted, `${count} `, COUNT_CELLS, 'right'),
      cell(theme.heading, `  ${tableRow(columnsOf(view, area.columns), heads)}`, area.columns),
      ...(chosen === undefined
        ? ['', cell(theme.muted, none, area.columns, 'center')]
        : list(view, room, results, selected)),
      ...band,
    ],
    prompt: en.promptFind,
    keys: [arrowKeys(en.select), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.sell)],
  }
}
