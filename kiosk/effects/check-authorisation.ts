import { may } from '#core/staff/may.ts'
import { VERIFIER_ALLOWS_MS } from '#core/staff/pin-verifier.ts'
import { judgePin } from '#kiosk/effects/check-pin.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

type Asked = Omit<Extract<TillEffect, { type: 'check_authorisation' }>, 'type'>
type Checked = Extract<TillEvent, { type: 'authorisation_checked' }>

const refusalOf = {
  wrong: 'pin_wrong',
  unknown: 'unknown',
  locked: 'pin_locked',
  hub_unheard: 'hub_unheard',
  may_not: 'permission_missing',
} as const

/** Checks whether somebody may allow another's act; both stand in the journal, whatever comes of it. */
export function checkAuthorisation(store: TillStore, asked: Asked): Checked {
  const { operatorNumber, needs, permission, act, subjectId, askedBy } = asked
  const { result: verdict, operator } = judgePin(store, asked, VERIFIER_ALLOWS_MS)
  const isAllowed = operator !== undefined && needs.every((need) => may(operator, need))
  const result = verdict === 'right' && !isAllowed ? 'may_not' : verdict
  if (result === 'right' && operator !== undefined) {
    const authorisedBy = operator.id
    store.signIns.authorise(operatorNumber, { permission, operatorId: askedBy, authorisedBy, subjectId, act })
    return { type: 'authorisation_checked', result, authorisedBy }
  }
  const why = refusalOf[result === 'right' ? 'unknown' : result]
  store.signIns.refuseAct({ permission, operatorId: askedBy, operatorNumber, why })
  return { type: 'authorisation_checked', result, authorisedBy: undefined }
}
