import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { RefundDraft } from '#core/refund/refund.ts'
import type { Operator } from '#core/staff/operator.ts'
import type { DevicesClient } from '#drivers/socket/client.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import { askHub, type AskHub } from '#kiosk/effects/ask-hub.ts'
import type { BasketSaver } from '#kiosk/effects/basket-saver.ts'
import type { CardPayments } from '#kiosk/effects/card-payments.ts'
import { checkAuthorisation } from '#kiosk/effects/check-authorisation.ts'
import { checkOperatorPin } from '#kiosk/effects/check-pin.ts'
import { noteHeld, syncHeld } from '#kiosk/effects/held-baskets.ts'
import type { PrintQueue } from '#kiosk/effects/print-queue.ts'
import type { CarryOut } from '#kiosk/effects/till-runner.ts'
import { unsettledPayments } from '#kiosk/effects/unsettled-payments.ts'
import type { NoticeKey } from '#kiosk/state/notice.ts'
import { askRelease } from '#kiosk/state/reservations.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import { operatorActor } from '#kiosk/store/journal-store.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

/** A weight that does not come to rest by then is not coming. */
const SCALE_TIMEOUT_MS = 3_000

/** A till has few questions open at once; the next are asked when time has passed. */
const RELEASED_MAX = 4

/** What effects are carried out with. */
export interface CarryOutParts {
  readonly store: TillStore
  readonly devices: Pick<DevicesClient, 'request'>
  readonly saver: BasketSaver
  readonly cards: CardPayments
  readonly printing: PrintQueue
  readonly askHub: AskHub
  readonly state: () => TillState
  readonly tell: (...events: readonly TillEvent[]) => void
  readonly beep: () => void
  /** Called after what goes into the journal, so that it is sent. */
  readonly journalGrew: () => void
}

type EffectOf<T extends TillEffect['type']> = Extract<TillEffect, { type: T }>
type Steps = {
  [T in TillEffect['type']]: (parts: CarryOutParts, effect: EffectOf<T>) => readonly TillEvent[]
}

/** What the rules refuse here was checked by the state before; so a refusal here is a bug, and the till starts again. */
function agreed<T>(result: T | DomainError): T {
  assert(!(result instanceof DomainError), 'The store and the state agree on what is allowed.')
  return result
}

/** Why a shift stays open, for the result line. */
const whyOpen = ({ code, details }: DomainError): NoticeKey => {
  if (code !== 'conflict') return 'stored_unknown'
  return 'unclaimedPayments' in details ? 'give_back_blocks' : 'payment_unknown_blocks'
}

const operatorOf = (parts: CarryOutParts, operatorId: number): Operator => {
  const { operator } = parts.state()
  assert(operator?.id === operatorId, 'Whoever is signed in does it.')
  return operator
}

const readScale = async ({ devices, tell }: CarryOutParts, readingId: string): Promise<void> => {
  try {
    const weight = await devices.request('scale.read', { stable: true, timeoutMs: SCALE_TIMEOUT_MS })
    if (weight.state === 'stable' && weight.weightGrams > 0)
      tell({ type: 'weight_read', readingId, weightGrams: weight.weightGrams })
    else tell({ type: 'weight_failed', readingId, attention: 'Put the goods on the scale.' })
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error
    tell({ type: 'weight_failed', readingId, attention: error.message })
  }
}

/** A drawer or a display that is away never stops a sale; the device bar says that it is away. */
const unlessAway = (asked: Promise<unknown>): void => {
  asked.catch((error: unknown) => {
    if (!(error instanceof DeviceError)) throw error
  })
}

/** A refund of a sale takes the hub's leave, a manager's risk, or that nobody else can know of the sale. */
const leaveOf = (
  store: TillStore,
  { originalSaleId, reservationId, isAtRisk }: RefundDraft,
): { readonly mayStand?: () => boolean } =>
  originalSaleId === null || reservationId !== null || isAtRisk === true
    ? {}
    : { mayStand: () => store.mayRefundAlone(originalSaleId) }

const steps: Steps = {
  save_basket: ({ saver }, { basket, tenders, isNow }) => {
    saver.keep(basket, tenders, isNow)
    return []
  },
  check_pin: ({ store, journalGrew }, attempt) => {
    const checked = checkOperatorPin(store, attempt)
    journalGrew()
    return [checked]
  },
  check_authorisation: ({ store, journalGrew }, asked) => {
    const checked = checkAuthorisation(store, asked)
    journalGrew()
    return [checked]
  },
  perform: (_parts, { action, approval }) => [{ type: 'perform', action, approval }],
  record_sign_out: ({ store, journalGrew }, { operatorId }) => {
    store.journal.record('signed_out', { operatorId }, { actor: operatorActor(operatorId) })
    journalGrew()
    return []
  },
  record_age_refusal: ({ store, journalGrew }, { type: _type, ...refusal }) => {
    store.journal.record('age_check_refused', refusal, { actor: operatorActor(refusal.operatorId) })
    journalGrew()
    return []
  },
  record_restriction: ({ store, journalGrew }, { type: _type, operatorId, ...restriction }) => {
    store.journal.record('restriction_met', restriction, { actor: operatorActor(operatorId) })
    journalGrew()
    return []
  },
  record_lock: ({ store, journalGrew }, { operatorId, why }) => {
    store.journal.record('till_locked', { operatorId, why }, { actor: operatorActor(operatorId) })
    journalGrew()
    return []
  },
  open_shift: ({ store, journalGrew }, facts) => {
    agreed(store.shifts.open(facts))
    const current = store.shifts.current()
    assert(current !== undefined, 'A shift that was opened is open.')
    journalGrew()
    return [{ type: 'shift_opened', shift: current.shift, totals: current.totals }]
  },
  close_shift: ({ store, saver, printing, journalGrew }, { type: _type, ...count }) => {
    saver.flush()
    const close = store.shifts.close(count)
    if (close instanceof DomainError) return [{ type: 'refused', key: whyOpen(close) }]
    const report = store.reports.ofShift(close.shiftId)
    assert(report !== undefined, 'A shift that was closed has its Z report.')
    printing.kick()
    journalGrew()
    return [{ type: 'shift_closed', report }]
  },
  complete_sale: (parts, { basket, tenders, operatorId, exchangeTenders = [] }) => {
    const { store, saver, journalGrew } = parts
    saver.drop()
    const by = { operator: operatorOf(parts, operatorId), exchangeTenders }
    const sale = agreed(store.sales.complete(basket, tenders, by))
    const refund = sale.exchangeRefundId === undefined ? undefined : store.refunds.byId(sale.exchangeRefundId)
    const current = store.shifts.current()
    assert(current !== undefined, 'Nothing is sold outside a shift.')
    journalGrew()
    return [{ type: 'sale_completed', sale, totals: current.totals, refund }]
  },
  move_cash: ({ store, journalGrew }, { movement }) => {
    const moved = agreed(store.cash.record(movement))
    const current = store.shifts.current()
    assert(current !== undefined, 'Cash moves within a shift.')
    journalGrew()
    return [{ type: 'cash_moved', movement: moved, totals: current.totals }]
  },
  take_x_report: ({ store, printing, journalGrew }, { operatorId }) => {
    const report = agreed(store.shifts.report({ operatorId }))
    printing.kick()
    journalGrew()
    return [{ type: 'report_taken', report }]
  },
  print_report: ({ store, printing }, { reportId }) => {
    store.printJobs.add('shift_report', reportId)
    printing.kick()
    return []
  },
  complete_refund: (parts, { draft, tenders, operatorId }) => {
    const { store, journalGrew } = parts
    const by = { operator: operatorOf(parts, operatorId), ...leaveOf(store, draft) }
    const refund = agreed(store.refunds.complete(draft, tenders, by))
    const current = store.shifts.current()
    assert(current !== undefined, 'Nothing is refunded outside a shift.')
    journalGrew()
    return [{ type: 'refund_completed', refund, totals: current.totals }]
  },
  keep_reservation: ({ store }, { reservationId, phase, details }) => {
    store.reservations.keep({ reservationId, phase, details: JSON.stringify(details ?? null) })
    return []
  },
  forget_reservation: ({ store }, { reservationId }) => {
    store.reservations.forget(reservationId)
    return []
  },
  cancel_basket: ({ store, saver, journalGrew }, { basket, operatorId }) => {
    saver.drop()
    agreed(store.baskets.cancel(basket, { operatorId }))
    journalGrew()
    return []
  },
  hold_basket: (parts, { basket, operatorId }) => {
    const { store, saver, journalGrew } = parts
    saver.drop()
    agreed(store.baskets.hold(basket, { label: operatorOf(parts, operatorId).name, operatorId }))
    journalGrew()
    return []
  },
  recall_basket: ({ store, journalGrew }, { heldBasketId, ...by }) => {
    const basket = store.baskets.recall(heldBasketId, by)
    // What came from another till may be of a version that this one cannot read.
    if (basket instanceof DomainError) {
      assert(by.taken !== undefined, 'What this till has set aside it can bring back.')
      store.heldAtHub.forget(heldBasketId)
      return [{ type: 'refused', key: 'held_unreadable' }]
    }
    journalGrew()
    return [{ type: 'basket_recalled', basket }]
  },
  sync_held: (parts) => {
    syncHeld(parts)
    return []
  },
  release_kept: ({ store, askHub: ask, tell }) => {
    for (const { reservationId } of store.reservations.released(RELEASED_MAX))
      void askHub({ ask, tell }, askRelease(reservationId))
    return []
  },
  note_held: ({ store }, effect) => {
    noteHeld(store, effect)
    return []
  },
  keep_held: ({ store }, { heldBasketId, basket }) => {
    store.baskets.keepTaken(heldBasketId, basket, 'Another till')
    return []
  },
  read_scale: (parts, { readingId }) => {
    void readScale(parts, readingId)
    return []
  },
  charge_card: ({ cards }, { operatorId, ...intent }) => {
    cards.charge(intent, operatorId)
    return []
  },
  look_up_card: ({ cards }, { intentId }) => {
    cards.lookUp(intentId)
    return []
  },
  cancel_card: ({ cards }, { intentId }) => {
    cards.cancel(intentId)
    return []
  },
  give_back: ({ store, journalGrew }, { intentId, operatorId }) => {
    const { amountMinor } = agreed(store.payments.giveBack(intentId, { operatorId }))
    journalGrew()
    return [
      { type: 'intents_changed', ...unsettledPayments(store) },
      { type: 'given_back', amountMinor },
    ]
  },
  print_receipt: (parts, { saleId, isCopy }) => {
    const { store, printing, state } = parts
    const operatorId = state().operator?.id
    if (isCopy && operatorId !== undefined) store.printJobs.reprint({ saleId }, { operatorId })
    printing.kick()
    return []
  },
  print_refund: ({ store, printing, state }, { refundId }) => {
    const operatorId = state().operator?.id
    if (operatorId !== undefined) store.printJobs.reprint({ refundId }, { operatorId })
    printing.kick()
    return []
  },
  print_waiting: ({ printing }) => {
    printing.kick()
    return []
  },
  open_drawer: ({ devices }, { reason }) => {
    unlessAway(devices.request('drawer.open', { reason }))
    return []
  },
  show_display: ({ devices }, { upper, lower }) => {
    unlessAway(devices.request('display.show', { upper: upper.slice(0, 80), lower: lower.slice(0, 80) }))
    return []
  },
  ask_hub: (parts, effect) => {
    const { store, askHub: ask, tell } = parts
    // The hub decides about a sale only once it has applied what this till has written up to here.
    const fields = effect.operation === 'reserve' ? { ...effect.fields, head: store.replication.head() } : effect.fields
    void askHub({ ask, tell }, { ...effect, fields })
    return []
  },
  beep: ({ beep }) => {
    beep()
    return []
  },
  type_ahead: (_parts, { events }) => events,
}

/** Carries out what the state asks for, with these parts. */
export const createCarryOut =
  (parts: CarryOutParts): CarryOut =>
  (effect) => {
    // The table has a step for each type; TypeScript cannot see that the effect fits the step it is looked up by.
    const carryOut = steps[effect.type] as (parts: CarryOutParts, effect: TillEffect) => readonly TillEvent[]
    return carryOut(parts, effect)
  }
