import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { field, panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'

/** The business that wants a tax invoice. */
export const buyerScene: Paint = (view, area) => {
  const { screen, basket, entry } = view.state
  if (screen.name !== 'buyer') return { prompt: '' }
  const { typed } = screen
  const rows = panelRows(view, area)
  rows.blank()
  const attached = basket?.buyer
  if (attached !== undefined) {
    rows.words(en.buyerNow(cleanText(attached.name), cleanText(attached.taxId)), rows.theme.panelAccent).blank()
  }
  field(rows, en.buyerName, screen.field === 'name' ? entry : typed.name, screen.field === 'name')
  field(rows, en.buyerTaxId, screen.field === 'tax_id' ? entry : typed.taxId, screen.field === 'tax_id')
  field(rows, en.buyerAddress, screen.field === 'address' ? entry : '', screen.field === 'address')
  const prompts = { name: en.buyerName, tax_id: en.buyerTaxId, address: en.buyerAddress }
  return {
    modal: rows.blank().framed(en.buyer),
    prompt: prompts[screen.field],
    keys: [
      screenKey(view, 'escape', en.back),
      primaryKey(view, 'enter', screen.field === 'address' ? en.confirm : en.next),
    ],
  }
}
