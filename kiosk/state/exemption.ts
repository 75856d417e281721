import { cleanText } from '#core/barcode/clean-text.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { basketOf, withBasket } from '#kiosk/state/basket-step.ts'
import { withApproval } from '#kiosk/state/discount.ts'
import { editEntry, PRINTABLE } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import type { ActionOf, Approval } from '#kiosk/state/privileged.ts'
import { ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Asks for the number of the buyer's certificate. */
export const openExemption = (state: TillState): StepResult =>
  next(state, { screen: { name: 'exemption' }, entry: '', notice: undefined })

/** Keys while the certificate is asked for: its number and Enter; Enter alone takes an exemption back. */
export function stepExemption(state: TillState, key: KeyPressed): StepResult {
  const sell: TillState = { ...state, screen: { name: 'sell' }, entry: '', notice: undefined }
  if (key.action === 'escape') return next(sell)
  if (key.action !== 'enter') return editEntry(state, key, PRINTABLE) ?? ignoreKey(state, key)
  const certificate = cleanText(state.entry).trim()
  const isNothing = certificate === '' && state.basket?.exemption === undefined
  return isNothing
    ? refuse(state, bad('type_certificate_first'))
    : attempt(sell, { type: 'tax_exemption', certificate })
}

/** The buyer pays no tax by this certificate; by none, pays it again. */
export function exemptTax(
  state: TillState,
  { certificate }: ActionOf<'tax_exemption'>,
  world: World,
  approval: Approval,
): StepResult {
  const { exemption: _exemption, ...basket } = basketOf(state, world)
  const changed =
    certificate === '' ? basket : { ...basket, exemption: { kind: 'certificate' as const, reference: certificate } }
  return withBasket(state, withApproval(changed, approval), {
    key: certificate === '' ? 'tax_again' : 'tax_exempt',
  })
}
