import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'

/** The coupons of a sale, and the code of one more. */
export const couponScene: Paint = (view, area) => {
  const { screen, basket } = view.state
  if (screen.name !== 'coupon') return { prompt: '' }
  const rows = panelRows(view, area)
  const { theme } = rows
  rows.blank()
  const coupons = basket?.coupons ?? []
  for (const [at, { coupon }] of coupons.entries()) {
    const isSelected = at === screen.selected
    const text = `${isSelected ? '▸' : ' '} ${fit(cleanText(coupon.code), 24)} ${cleanText(coupon.name ?? '')}`
    rows.text(text, isSelected ? theme.selected : theme.panel)
  }
  if (coupons.length > 0) rows.blank()
  const more = coupons.length === 0 ? [] : [arrowKeys(en.select), screenKey(view, 'void', en.takeOut)]
  return {
    modal: rows.words(en.couponHow).blank().framed(en.coupon),
    prompt: en.promptCoupon,
    keys: [...more, screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.confirm)],
  }
}
