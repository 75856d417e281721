import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import type { ForeignCount } from '#core/shift/shift.ts'
import { differenceWord, en } from '#kiosk/text/en.ts'
import type { PanelRows } from '#kiosk/ui/panel.ts'

const isOff = ({ expectedMinor, countedMinor }: ForeignCount): boolean => expectedMinor !== countedMinor

const foreignRow = (rows: PanelRows, { currency, expectedMinor, countedMinor }: ForeignCount): void => {
  const { theme } = rows
  const say = (amountMinor: number): string => formatMinor(amountMinor, currencyOf(currency))
  const differenceMinor = countedMinor - expectedMinor
  const off = differenceMinor === 0 ? '' : `  ${differenceWord(differenceMinor)} ${say(Math.abs(differenceMinor))}`
  const style = differenceMinor === 0 ? theme.panelGood : theme.panelBad
  rows.pair(en.foreignCounted(currency, say(expectedMinor)), `${say(countedMinor)}${off}`, style)
}

/**
 * Money of other countries: what should be there, what was counted of it, and by how much that is off. Where `room` rows
 * are too few, those that are off come first, and a row says how it stands with the others; the Z report has them all.
 */
export const foreignRows = (rows: PanelRows, counts: readonly ForeignCount[], room: number): void => {
  if (counts.length <= room) {
    for (const count of counts) foreignRow(rows, count)
    return
  }
  const ordered = [...counts.filter(isOff), ...counts.filter((count) => !isOff(count))]
  const shownCount = Math.max(0, room - 1)
  for (const count of ordered.slice(0, shownCount)) foreignRow(rows, count)
  const others = ordered.slice(shownCount)
  const offCount = others.filter(isOff).length
  rows.text(en.foreignOthers(others.length, offCount), offCount === 0 ? rows.theme.panelGood : rows.theme.panelBad)
}
