import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { centred, largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, type Scene, type TillView, money } from '#kiosk/screens/view.ts'
import { countedSoFar, selectedForeign } from '#kiosk/state/drawer-count.ts'
import type { CountScreen } from '#kiosk/state/till-state.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { listWindow } from '#kiosk/ui/list-window.ts'
import type { Area } from '#kiosk/ui/look.ts'
import type { PanelRows } from '#kiosk/ui/panel.ts'

// What stands above and below the list of coins and notes, with the frame.
const OTHER_ROWS = 9
const PIECES_CELLS = 9
const AMOUNT_CELLS = 14

type CountedRow = CountScreen['foreign'][number]

const piecesText = (view: TillView, screen: CountScreen, at: number): string => {
  if (screen.selected === at + 1 && view.state.entry !== '') return view.state.entry
  return String(screen.pieces[at] ?? '')
}

/** A coin or note: its value, how many there are, what they come to. */
const denominationText = (view: TillView, screen: CountScreen, at: number, valueMinor: number): string => {
  const say = money(view)
  const pieces = screen.pieces[at] ?? null
  return [
    `${fit(say(valueMinor), AMOUNT_CELLS, 'right')}  ×`,
    fit(piecesText(view, screen, at), PIECES_CELLS, 'right'),
    fit(pieces === null ? '' : say(pieces * valueMinor), AMOUNT_CELLS, 'right'),
  ].join(' ')
}

const foreignText = (view: TillView, screen: CountScreen, { currency, countedMinor }: CountedRow): string => {
  const isTyped = selectedForeign(screen) === currency && view.state.entry !== ''
  const counted = countedMinor === null ? '' : formatMinor(countedMinor, currencyOf(currency))
  const amount = fit(isTyped ? view.state.entry : counted, PIECES_CELLS + 1 + AMOUNT_CELLS, 'right')
  return `${fit(currency, AMOUNT_CELLS, 'right')}    ${amount}`
}

/** A row for each coin and note, and one for the money of each other country. */
const countRows = (rows: PanelRows, view: TillView, screen: CountScreen, room: number): void => {
  const { theme } = rows
  const texts = [
    ...screen.denominationsMinor.map((valueMinor, at) => denominationText(view, screen, at, valueMinor)),
    ...screen.foreign.map((counted) => foreignText(view, screen, counted)),
  ]
  const window = listWindow(texts.length, room, Math.max(0, screen.selected - 1))
  for (const [row, text] of texts.slice(window.first, window.first + window.count).entries()) {
    const isSelected = screen.selected === window.first + row + 1
    rows.text(`${isSelected ? '▸' : ' '} ${text}`, isSelected ? theme.selected : theme.panel)
  }
}

const countKeys = (view: TillView): NonNullable<Scene['keys']> => [
  arrowKeys(en.select),
  screenKey(view, 'escape', view.state.entry === '' ? en.back : en.clear),
  screenKey(view, 'total', en.countDone),
  primaryKey(view, 'enter', en.next),
]

/** The words of the sum of all money, of the pieces of one coin, and of the money of another country. */
const countWords = (screen: CountScreen): { readonly how: string; readonly prompt: string } => {
  if (screen.selected === 0) return { how: en.closeShiftHow, prompt: en.promptCounted }
  const currency = selectedForeign(screen)
  return currency === undefined
    ? { how: en.countPiecesHow, prompt: en.promptPieces }
    : { how: en.countForeignHow(currency), prompt: en.promptForeign(currency) }
}

const paintCount = (view: TillView, area: Area, screen: CountScreen): Scene => {
  const { entry, policy, shift, shiftTotals } = view.state
  const rows = panelRows(view, area)
  const { theme } = rows
  const isSum = screen.selected === 0
  const shown = isSum && entry !== '' ? entry : money(view)(countedSoFar(screen))
  rows
    .pair(en.businessDate, shift?.businessDate ?? '')
    .pair(en.sales, String(shiftTotals?.saleCount ?? 0))
    .text(`${isSum ? '▸' : ' '} ${en.counted} ${policy.currency}`, isSum ? theme.selected : theme.panelMuted)
    .digits(largeDigits(view, shown, rows.cells), theme.panelTotal)
  countRows(rows, view, screen, Math.max(1, area.rows - OTHER_ROWS - (rows.length - 3)))
  const { how, prompt } = countWords(screen)
  rows.words(how)
  return {
    body: centred(rows.framed(en.closeShift), view, area),
    prompt,
    keys: countKeys(view),
  }
}

/** A shift ends: what is counted in the drawer. What should be there shows only afterwards. */
export const closeShiftScene: Paint = (view, area) => {
  const { screen } = view.state
  return screen.name === 'close_shift' ? paintCount(view, area, screen) : { prompt: '' }
}
