import { PIN_ATTEMPTS_MAX } from '#core/staff/operator.ts'
import { checkPin } from '#core/staff/pin-verifier.ts'
import { argon2id } from '#kiosk/effects/argon2id.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

type PinChecked = Extract<TillEvent, { type: 'pin_checked' }>

/** A verifier that no PIN fits, checked for unknown operators too, so that they cannot be told by the time it takes. */
const NOBODYS = `$argon2id$v=19$m=19456,t=2,p=1$${'0'.repeat(32)}$${'0'.repeat(64)}`

/**
 * Checks a PIN. The attempt is on the disk before the check; after `PIN_ATTEMPTS_MAX` wrong ones no PIN is right until a
 * manager signs in at this till.
 */
export function checkOperatorPin(
  store: TillStore,
  attempt: { readonly operatorNumber: number; readonly pin: string; readonly isUnlock: boolean },
): PinChecked {
  const { operatorNumber, pin, isUnlock } = attempt
  const operator = store.catalogue.operatorByNumber(operatorNumber)
  const attempts = store.signIns.begin(operatorNumber)
  const isRight = checkPin(pin, operator?.pinVerifier ?? NOBODYS, argon2id)
  if (attempts > PIN_ATTEMPTS_MAX) {
    store.signIns.refuse(operatorNumber, 'pin_locked')
    return { type: 'pin_checked', result: 'locked', operator: undefined, attempts }
  }
  if (operator === undefined || !operator.isActive || !isRight) {
    const isUnknown = operator === undefined || !operator.isActive
    store.signIns.refuse(operatorNumber, isUnknown ? 'unknown' : 'pin_wrong')
    return { type: 'pin_checked', result: isUnknown ? 'unknown' : 'wrong', operator: undefined, attempts }
  }
  const { id: operatorId, role } = operator
  store.signIns.succeed(operatorNumber, { operatorId, isUnlock, unlocksOthers: role !== 'clerk' })
  return { type: 'pin_checked', result: 'right', operator, attempts }
}
