import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'
import { goodsWords, refundWords as words } from '#kiosk/text/refund-words.ts'

/** What becomes of the goods: to the shelf, written off, or with the customer. */
export const refundGoodsScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'refund_goods') return { prompt: '' }
  const rows = panelRows(view, area)
  rows.blank()
  for (const [at, goods] of screen.choices.entries()) {
    const isSelected = at === screen.selected
    const text = `${isSelected ? '▸' : ' '} ${at + 1}  ${goodsWords[goods]}`
    rows.text(text, isSelected ? rows.theme.selected : rows.theme.panel)
  }
  return {
    modal: rows.blank().text(en.reasonHow, rows.theme.panelMuted).framed(words.goods),
    prompt: en.choose,
    keys: [arrowKeys(en.choose), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.choose)],
  }
}
