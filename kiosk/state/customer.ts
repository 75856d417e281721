import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import { cleanText } from '#core/barcode/clean-text.ts'
import { attachCustomer } from '#core/basket/attach-customer.ts'
import type { SaleCustomer } from '#core/customer/customer.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { basketOf, withBasket } from '#kiosk/state/basket-step.ts'
import { editEntry, PRINTABLE } from '#kiosk/state/entry.ts'
import { hubRefusal, type HubReply, type PurposeOf } from '#kiosk/state/hub-question.ts'
import { bad, info } from '#kiosk/state/notice.ts'
import type { ActionOf } from '#kiosk/state/privileged.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { complain, ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed, Scanned } from '#kiosk/state/till-event.ts'
import type { CustomerScreen, TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Less finds half the shop; the hub asks for as much. */
const SEARCH_LENGTH_MIN = 2

/** The hub takes no longer text; a scan may be. */
const SEARCH_LENGTH_MAX = 100

/** Asks who buys: by phone, name or card. What is typed already is looked for at once. */
export const openCustomer = (state: TillState): StepResult =>
  attempt({ ...state, entry: '' }, { type: 'find_customer', text: state.entry })

const ask = (state: TillState, world: World, text: string): StepResult => {
  if (text.length < SEARCH_LENGTH_MIN || text.length > SEARCH_LENGTH_MAX)
    return refuse(state, bad('type_customer_first'))
  const searchId = world.newId()
  const screen: CustomerScreen = { name: 'customer', searchId, found: [], selected: 0 }
  return next(state, { screen, entry: '', notice: info('customer_asking') }, [
    { type: 'ask_hub', operation: 'customer_search', fields: { text }, purpose: { type: 'customer_search', searchId } },
  ])
}

/** Shows the search. */
export function findCustomer(state: TillState, { text }: ActionOf<'find_customer'>, world: World): StepResult {
  const screen: CustomerScreen = { name: 'customer', searchId: undefined, found: [], selected: 0 }
  const opened: TillState = { ...state, screen, notice: undefined }
  return text === '' ? next(opened) : ask(opened, world, text.trim())
}

/** The hub has found somebody, or nobody; an answer to an earlier question is of no use. */
export function onCustomersFound(
  state: TillState,
  { searchId }: PurposeOf<'customer_search'>,
  reply: HubReply,
): StepResult {
  const { screen } = state
  if (screen.name !== 'customer' || screen.searchId !== searchId) return next(state)
  const answered: CustomerScreen = { ...screen, searchId: undefined }
  if (reply.outcome !== 'answered') return complain({ ...state, screen: answered }, hubRefusal(reply))
  if (reply.operation !== 'customer_search') return next(state)
  const { customers: found } = reply.result
  if (found.length === 0) return complain({ ...state, screen: answered }, info('customer_none'))
  return next(state, {
    screen: { ...answered, found, selected: 0 },
    notice: info('customers_found', { count: found.length }),
  })
}

/** Points and credit are somebody's: whoever they were taken from stays the customer until they are taken back. */
const paidByCustomerMinor = ({ tenders }: TillState): number =>
  tenders.reduce(
    (sum, tender) => sum + ('reservationId' in tender && tender.reservationId !== undefined ? tender.amountMinor : 0),
    0,
  )

const attach = (state: TillState, world: World, customer: SaleCustomer | undefined): StepResult => {
  const paidMinor = paidByCustomerMinor(state)
  if (paidMinor > 0) return refuse(state, bad('paid_already', { paidMinor }))
  const changed = attachCustomer(basketOf(state, world), customer, world.productById)
  return withBasket(state, changed, { key: customer === undefined ? 'customer_detached' : 'customer_attached' })
}

const enter = (state: TillState, screen: CustomerScreen, world: World): StepResult => {
  const chosen = screen.found[screen.selected]
  if (state.entry === '' && chosen !== undefined) return attach(state, world, chosen)
  return ask(state, world, state.entry.trim())
}

/** Keys while somebody is looked for: words or digits and Enter, then the arrows and Enter; the void key lets go of them. */
export function stepCustomer(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen, entry, basket } = state
  if (screen.name !== 'customer') return next(state)
  if (key.action === 'escape') return next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })
  if (key.action === 'enter') return enter(state, screen, world)
  if (key.action === 'void' && entry === '') {
    return basket?.customer === undefined
      ? refuse(state, bad('customer_not_attached'))
      : attach(state, world, undefined)
  }
  const selected = movedSelection(screen.selected, screen.found.length, key.action)
  if (selected !== undefined) return next(state, { screen: { ...screen, selected: Math.max(0, selected) }, entry: '' })
  return editEntry(state, key, PRINTABLE) ?? ignoreKey(state, key)
}

/** A customer's card is scanned where a customer is looked for; the number of a payment card goes nowhere. */
export function scanCustomer(state: TillState, scan: Scanned, world: World): StepResult {
  if (looksLikeCardNumber(scan.text)) return refuse(state, bad('card_number_refused'))
  return ask(state, world, cleanText(scan.text).trim())
}
