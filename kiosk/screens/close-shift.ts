import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { centred, largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, type Scene, type TillView, money } from '#kiosk/screens/view.ts'
import { countedSoFar } from '#kiosk/state/count-drawer.ts'
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

const piecesText = (view: TillView, screen: CountScreen, at: number): string => {
  if (screen.selected === at + 1 && view.state.entry !== '') return view.state.entry
  return String(screen.pieces[at] ?? '')
}

/** A row for each coin and note: its value, how many there are, what they come to. */
const denominations = (rows: PanelRows, view: TillView, screen: CountScreen, room: number): void => {
  const { theme } = rows
  const say = money(view)
  const window = listWindow(screen.denominationsMinor.length, room, Math.max(0, screen.selected - 1))
  for (const [at, valueMinor] of screen.denominationsMinor.entries()) {
    if (at < window.first || at >= window.first + window.count) continue
    const pieces = screen.pieces[at] ?? null
    const isSelected = screen.selected === at + 1
    const sum = pieces === null ? '' : say(pieces * valueMinor)
    const text = [
      `${isSelected ? '▸' : ' '} ${fit(say(valueMinor), AMOUNT_CELLS, 'right')}  ×`,
      fit(piecesText(view, screen, at), PIECES_CELLS, 'right'),
      fit(sum, AMOUNT_CELLS, 'right'),
    ]
    rows.text(text.join(' '), isSelected ? theme.selected : theme.panel)
  }
}

const countKeys = (view: TillView): NonNullable<Scene['keys']> => [
  arrowKeys(en.select),
  screenKey(view, 'escape', view.state.entry === '' ? en.back : en.clear),
  screenKey(view, 'total', en.countDone),
  primaryKey(view, 'enter', en.next),
]

/** The words of the sum of all money, and those of the pieces of one coin. */
const countWords = (isSum: boolean): { readonly how: string; readonly prompt: string } =>
  isSum ? { how: en.closeShiftHow, prompt: en.promptCounted } : { how: en.countPiecesHow, prompt: en.promptPieces }

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
  denominations(rows, view, screen, Math.max(1, area.rows - OTHER_ROWS - (rows.length - 3)))
  const { how, prompt } = countWords(isSum)
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
