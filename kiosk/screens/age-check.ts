import { dateStyleOf, formatShopDate } from '#core/restriction/birth-date.ts'
import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { typedBirthDate } from '#kiosk/state/age-check.ts'
import { en } from '#kiosk/text/en.ts'

/** Who buys has to be old enough: the last day of birth stands there in large digits. */
export const ageCheckScene: Paint = (view, area) => {
  const { screen, entry, policy } = view.state
  if (screen.name !== 'age_check') return { prompt: en.promptAge }
  const { item, ageLimitYears, bornOnOrBefore } = screen
  const say = (date: string): string => formatShopDate(date, dateStyleOf(policy.currency))
  const rows = panelRows(view, area)
  const { theme } = rows
  rows
    .blank()
    .text(item.product.name, theme.panelStrong)
    .text(en.ageQuestion)
    .blank()
    .digits(largeDigits(view, say(bornOnOrBefore), rows.cells), theme.panelTotal)
    .text(say(bornOnOrBefore), theme.panelMuted, 'right')
  const born = typedBirthDate(view.state)
  const isOldEnough = born !== undefined && born <= bornOnOrBefore
  if (born === undefined) rows.words(en.ageHow)
  else rows.text(en.ageBorn(say(born), isOldEnough), isOldEnough ? theme.panelGood : theme.panelBad)
  return {
    modal: rows.framed(en.ageCheck(ageLimitYears)),
    prompt: en.promptAge,
    keys: [
      { key: 'Y', label: en.oldEnough, tone: entry === '' || isOldEnough ? 'primary' : 'off' },
      { key: 'N', label: en.notSold, tone: 'danger' },
    ],
  }
}
