import { keyFor, primaryKey } from '#kiosk/screens/key-bar-keys.ts'
import type { Paint, TillView } from '#kiosk/screens/view.ts'
import { type TillAction, tillActions } from '#kiosk/state/till-action.ts'
import { actionTexts, en, keyName } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { type Area, isWide } from '#kiosk/ui/look.ts'
import { cell } from '#kiosk/ui/paint.ts'

const KEY_CELLS = 11
const WIDE_KEY_CELLS = 10
const WIDE_COLUMNS = 2
// Without the sentences three columns fit side by side.
const COLUMNS = 3
const LABEL_CELLS = 12

interface Entry {
  readonly keys: readonly string[]
  readonly action: TillAction
}

const isFunctionKey = (key: string): boolean => /^F\d+$/.test(key)

const orderOf = ({ keys }: Entry): number => {
  const key = keys.find(isFunctionKey)
  return key === undefined ? Number.MAX_SAFE_INTEGER : Number(key.slice(1))
}

const entriesOf = (view: TillView): Entry[] =>
  tillActions
    .map((action) => ({ action, keys: Object.keys(view.keys).filter((key) => view.keys[key] === action) }))
    .filter(({ keys }) => keys.length > 0)
    .toSorted((a, b) => orderOf(a) - orderOf(b))

const entryText = (view: TillView, { keys, action }: Entry): string => {
  const names = keys.map(keyName).join(' ')
  const { long, help } = actionTexts[action]
  return isWide(view.look)
    ? `${fit(names, WIDE_KEY_CELLS)} ${fit(long, LABEL_CELLS)} ${help}`
    : `${fit(names, KEY_CELLS)} ${long}`
}

const columnsOfEntries = (view: TillView, area: Area): string[] => {
  const { theme } = view.look
  const entries = entriesOf(view)
  const count = isWide(view.look) ? WIDE_COLUMNS : COLUMNS
  const perColumn = Math.ceil(entries.length / count)
  const cells = Math.floor(area.columns / count)
  return Array.from({ length: perColumn }, (_, row) =>
    Array.from({ length: count }, (__, column) => {
      const entry = entries[column * perColumn + row]
      return cell(theme.canvas, entry === undefined ? '' : `  ${entryText(view, entry)}`, cells)
    }).join(''),
  )
}

/** What every key does, from the key map in use. */
export const helpScene: Paint = (view, area) => {
  const { theme } = view.look
  const title = cell(theme.panelStrong, ` ${en.help}`, area.columns)
  const grammar = en.helpGrammar.map(([typed, action, words]) =>
    cell(theme.accent, `  ${fit(`${typed} ${keyFor(view, action)}`.trim(), KEY_CELLS)} ${words}`, area.columns),
  )
  return {
    body: [title, ...columnsOfEntries(view, area), '', ...grammar],
    prompt: en.helpHow,
    keys: [primaryKey(view, 'escape', en.back)],
  }
}
