import { PIN_ATTEMPTS_MAX, type Operator } from '#core/staff/operator.ts'
import { checkPin, VERIFIER_SELLS_MS } from '#core/staff/pin-verifier.ts'
import { argon2id } from '#kiosk/effects/argon2id.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

type PinChecked = Extract<TillEvent, { type: 'pin_checked' }>

/** A verifier that no PIN fits, checked for unknown operators too, so that they cannot be told by the time it takes. */
const NOBODYS = `$argon2id$v=19$m=19456,t=2,p=1$${'0'.repeat(32)}$${'0'.repeat(64)}`

interface Verdict {
  readonly result: PinChecked['result']
  readonly operator: Operator | undefined
  /** PINs tried in a row, this one among them. */
  readonly attempts: number
}

/**
 * Judges a PIN. The attempt is on the disk before the check; after `PIN_ATTEMPTS_MAX` wrong ones no PIN is right until a
 * manager signs in at this till. A right PIN is good for `goodForMs` after the hub was last heard. Whoever asks puts the
 * end of it on the record.
 */
export function judgePin(
  store: TillStore,
  { operatorNumber, pin }: { readonly operatorNumber: number; readonly pin: string },
  goodForMs: number,
): Verdict {
  const operator = store.catalogue.operatorByNumber(operatorNumber)
  const attempts = store.signIns.begin(operatorNumber)
  const isRight = checkPin(pin, operator?.pinVerifier ?? NOBODYS, argon2id)
  if (attempts > PIN_ATTEMPTS_MAX) return { result: 'locked', operator: undefined, attempts }
  if (operator === undefined || !operator.isActive) return { result: 'unknown', operator: undefined, attempts }
  if (!isRight) return { result: 'wrong', operator: undefined, attempts }
  return store.hubContact.unheardMs() > goodForMs
    ? { result: 'hub_unheard', operator: undefined, attempts }
    : { result: 'right', operator, attempts }
}

const refusals = { unknown: 'unknown', wrong: 'pin_wrong', locked: 'pin_locked', hub_unheard: 'hub_unheard' } as const

/** Checks the PIN of a sign-in or an unlock. */
export function checkOperatorPin(
  store: TillStore,
  attempt: { readonly operatorNumber: number; readonly pin: string; readonly isUnlock: boolean },
): PinChecked {
  const { operatorNumber, isUnlock } = attempt
  const { result, operator, attempts } = judgePin(store, attempt, VERIFIER_SELLS_MS)
  if (result !== 'right' || operator === undefined) {
    store.signIns.refuse(operatorNumber, refusals[result === 'right' ? 'unknown' : result])
    return { type: 'pin_checked', result, operator: undefined, attempts }
  }
  const { id: operatorId, role } = operator
  store.signIns.succeed(operatorNumber, { operatorId, isUnlock, unlocksOthers: role !== 'clerk' })
  return { type: 'pin_checked', result: 'right', operator, attempts }
}
