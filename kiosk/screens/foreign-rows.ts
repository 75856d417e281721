import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import type { ForeignCount } from '#core/shift/shift.ts'
import { differenceWord, en } from '#kiosk/text/en.ts'
import type { PanelRows } from '#kiosk/ui/panel.ts'

/** Money of other countries: what should be there, what was counted of it, and by how much that is off. */
export const foreignRows = (rows: PanelRows, counts: readonly ForeignCount[]): void => {
  const { theme } = rows
  for (const { currency, expectedMinor, countedMinor } of counts) {
    const say = (amountMinor: number): string => formatMinor(amountMinor, currencyOf(currency))
    const differenceMinor = countedMinor - expectedMinor
    const off = differenceMinor === 0 ? '' : `  ${differenceWord(differenceMinor)} ${say(Math.abs(differenceMinor))}`
    const style = differenceMinor === 0 ? theme.panelGood : theme.panelBad
    rows.pair(en.foreignCounted(currency, say(expectedMinor)), `${say(countedMinor)}${off}`, style)
  }
}
