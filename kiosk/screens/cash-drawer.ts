import type { CashMovementKind } from '#core/cash/cash-movement.ts'
import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, type Scene, type TillView, money } from '#kiosk/screens/view.ts'
import { drawerActs } from '#kiosk/state/cash-drawer.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import type { Area } from '#kiosk/ui/look.ts'

const LABEL_CELLS = 14

const list = (view: TillView, area: Area, selected: number, amountMinor: number | undefined): Scene => {
  const rows = panelRows(view, area)
  const { theme } = rows
  if (amountMinor !== undefined) rows.pair(en.amount, money(view)(amountMinor), theme.panelStrong).blank()
  for (const [at, kind] of drawerActs.entries()) {
    const isSelected = at === selected
    const { name, help } = en.drawerActs[kind]
    const text = `${isSelected ? '▸' : ' '} ${at + 1}  ${fit(name, LABEL_CELLS)}${help}`
    rows.text(text, isSelected ? theme.selected : theme.panel)
  }
  return {
    modal: rows.blank().words(en.drawerHow).framed(en.drawer),
    prompt: en.promptDrawer,
    keys: [arrowKeys(en.choose), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.choose)],
  }
}

const amount = (view: TillView, area: Area, kind: CashMovementKind): Scene => {
  const { entry, policy } = view.state
  const rows = panelRows(view, area)
  rows
    .words(en.drawerActs[kind].help, rows.theme.panelStrong)
    .blank()
    .text(`${en.amount} ${policy.currency}`, rows.theme.panelMuted)
    .digits(largeDigits(view, entry === '' ? '0' : entry, rows.cells), rows.theme.panelTotal)
    .blank()
  return {
    modal: rows.framed(en.drawerActs[kind].name),
    prompt: en.amount,
    keys: [screenKey(view, 'escape', entry === '' ? en.back : en.clear), primaryKey(view, 'enter', en.next)],
  }
}

/** What the drawer opens for beside sales, and how much goes in or out. */
export const cashDrawerScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'cash_drawer') return { prompt: '' }
  const { kind, selected, amountMinor } = screen
  return kind === undefined ? list(view, area, selected, amountMinor) : amount(view, area, kind)
}
