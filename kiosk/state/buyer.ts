import { cleanText } from '#core/barcode/clean-text.ts'
import type { Basket } from '#core/basket/basket.ts'
import type { Buyer } from '#core/customer/customer.ts'
import { basketOf, withBasket } from '#kiosk/state/basket-step.ts'
import { editEntry, PRINTABLE } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import { ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { BuyerScreen, TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Tax ids of all countries are shorter; the longest that an invoice has room for. */
const TAX_ID_LENGTH_MAX = 40

/** Asks which business buys: its name and tax id, for a tax invoice. */
export function openBuyer(state: TillState): StepResult {
  const screen: BuyerScreen = { name: 'buyer', field: 'name', typed: { name: '', taxId: '' } }
  return next(state, { screen, entry: '', notice: undefined })
}

const withBuyer = ({ buyer: _buyer, ...basket }: Basket, buyer: Buyer | undefined): Basket =>
  buyer === undefined ? basket : { ...basket, buyer }

const keep = (state: TillState, world: World, buyer: Buyer | undefined): StepResult =>
  withBasket(state, withBuyer(basketOf(state, world), buyer), {
    key: buyer === undefined ? 'buyer_removed' : 'buyer_kept',
  })

const to = (state: TillState, screen: BuyerScreen): StepResult => next(state, { screen, entry: '', notice: undefined })

type Field = BuyerScreen['field']
type Take = (state: TillState, screen: BuyerScreen, text: string, world: World) => StepResult

const takeName: Take = (state, screen, name, world) => {
  if (name !== '') return to(state, { ...screen, field: 'tax_id', typed: { ...screen.typed, name } })
  return state.basket?.buyer === undefined ? refuse(state, bad('type_buyer_first')) : keep(state, world, undefined)
}

const takeTaxId: Take = (state, screen, taxId) =>
  taxId === '' || taxId.length > TAX_ID_LENGTH_MAX
    ? refuse(state, bad('type_tax_id_first'))
    : to(state, { ...screen, field: 'address', typed: { ...screen.typed, taxId } })

const takers: Readonly<Record<Field, Take>> = {
  name: takeName,
  tax_id: takeTaxId,
  address: (state, { typed }, text, world) => keep(state, world, { ...typed, address: text === '' ? [] : [text] }),
}

/** Keys while a business is asked for: its name, its tax id, its address or nothing; Enter after each. */
export function stepBuyer(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'buyer') return next(state)
  if (key.action === 'escape') return next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })
  if (key.action === 'enter') return takers[screen.field](state, screen, cleanText(state.entry).trim(), world)
  return editEntry(state, key, PRINTABLE) ?? ignoreKey(state, key)
}
