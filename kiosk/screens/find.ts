import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { type Paint, type TillView, money } from '#kiosk/screens/view.ts'
import type { FoundProduct } from '#kiosk/state/world.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { listWindow, scrollMark } from '#kiosk/ui/list-window.ts'
import { isWide } from '#kiosk/ui/look.ts'
import { cell, paint } from '#kiosk/ui/paint.ts'
import { type Column, tableColumns, tableRow } from '#kiosk/ui/table.ts'

const GRAMS_PER_KILOGRAM = 1000

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

/** The search: what was typed narrows the list, Enter sells what is selected. */
export const findScene: Paint = (view, area) => {
  const { screen, entry } = view.state
  if (screen.name !== 'find') return { prompt: en.promptFind }
  const { theme } = view.look
  const columns = columnsOf(view, area.columns)
  const heads = isWide(view.look) ? [en.item, en.code, '', en.price, en.stock] : [en.item, en.code, en.price, en.stock]
  const room = area.rows - 3
  const window = listWindow(screen.results.length, room, screen.selected)
  const rows = screen.results.slice(window.first, window.first + window.count).map((found, row) => {
    const isSelected = window.first + row === screen.selected
    const style = isSelected ? theme.selected : theme.canvas
    const mark = scrollMark(row, room, screen.results.length, window)
    const text = fit(`${isSelected ? ' ▸' : '  '}${tableRow(columns, cellsOf(view, found))}`, area.columns - 1)
    return paint(style, text) + paint(theme.accent, mark)
  })
  const none = entry === '' ? en.findHow : en.foundNone
  const shown = rows.length > 0 ? rows : ['', cell(theme.muted, none, area.columns, 'center')]
  const count = screen.results.length === 0 ? '' : en.found(screen.results.length)
  return {
    body: [
      cell(theme.panelStrong, ` ${en.find}: ${entry}`, area.columns - 20) +
        cell(theme.panelMuted, `${count} `, 20, 'right'),
      cell(theme.heading, `  ${tableRow(columns, heads)}`, area.columns),
      ...shown,
    ],
    prompt: en.promptFind,
    keys: [arrowKeys(en.select), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.sell)],
  }
}
