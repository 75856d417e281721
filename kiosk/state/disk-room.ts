import { bad, good } from '#kiosk/state/notice.ts'
import { next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** What goes on after all: a boot finds what is there, and what the store has given out is taken. */
const goesOn: ReadonlySet<TillEvent['type']> = new Set(['started', 'basket_recalled', 'room_changed'])

const isOfRefund = ({ screen }: TillState): boolean => screen.name.startsWith('refund_')

/** A sale, a refund, a shift, or the list that a held sale is brought back from. */
const beginsSomething = (before: TillState, { state: after, effects }: StepResult): boolean =>
  (before.basket === undefined && after.basket !== undefined) ||
  (!isOfRefund(before) && isOfRefund(after) && after.openRefund === undefined) ||
  (before.screen.name !== 'held' && after.screen.name === 'held') ||
  effects.some(({ type }) => type === 'open_shift')

/** On a disk that is full what is open is finished, the shift is closed, and nothing new begins. */
export const whileFull = (before: TillState, event: TillEvent, result: StepResult): StepResult =>
  before.isDiskFull && !goesOn.has(event.type) && beginsSomething(before, result)
    ? refuse(before, bad('disk_full'))
    : result

/** The disk is full, or has room again. */
export const onRoomChanged = (state: TillState, { isDiskFull }: { readonly isDiskFull: boolean }): StepResult =>
  next(state, { isDiskFull, notice: isDiskFull ? bad('disk_full') : good('disk_room') }, [{ type: 'beep' }])
