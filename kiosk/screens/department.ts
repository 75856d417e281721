import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { framedList, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'

/** An amount without a product: which department it belongs to. */
export const departmentScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'department') return { prompt: en.promptDepartment }
  const { theme } = view.look
  const { departments, selected, amountMinor } = screen
  return {
    modal: framedList(view, area, {
      title: en.department,
      above: panelRows(view, area).pair(en.amount, money(view)(amountMinor), theme.panelStrong).blank(),
      texts: departments.map(({ id, name }) => `${fit(String(id), 4, 'right')}  ${name}`),
      selected,
      below: panelRows(view, area).blank().text(en.departmentHow, theme.panelMuted),
    }),
    prompt: en.promptDepartment,
    keys: [arrowKeys(en.choose), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.sell)],
  }
}
