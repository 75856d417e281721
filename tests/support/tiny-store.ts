import type { Basket } from '#core/basket/basket.ts'
import { liveLines } from '#core/basket/basket.ts'
import { recallBasket } from '#core/basket/change-basket.ts'
import { readHeldBasket } from '#core/basket/held-basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { RequestOperation } from '#core/protocol/topics.ts'
import { completeRefund } from '#core/refund/complete-refund.ts'
import type { Refund, RefundDraft, RefundTender } from '#core/refund/refund.ts'
import { completeSale } from '#core/sale/complete-sale.ts'
import { receiptLabel, refundLabel } from '#core/sale/receipt-label.ts'
import { makeShiftReport, NOTHING_SOLD, type ShiftReport } from '#core/shift/shift-report.ts'
import { addCashMovement, addRefund, addSale, closeShift, NO_SALES } from '#core/shift/shift-totals.ts'
import type { Shift, ShiftClose, ShiftTotals } from '#core/shift/shift.ts'
import { may } from '#core/staff/may.ts'
import { PIN_ATTEMPTS_MAX } from '#core/staff/operator.ts'
import type { HubReply } from '#kiosk/state/hub-question.ts'
import { fitsSale } from '#kiosk/state/take-tender.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { CardAnswer, OpenIntent, TillEvent, UnclaimedPayment } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import { tinyPins } from '#tests/support/tiny-catalogue.ts'
import type { TinyShop } from '#tests/support/tiny-shop.ts'

type EffectOf<T extends TillEffect['type']> = Extract<TillEffect, { type: T }>

type Approval = Extract<CardAnswer, { outcome: 'approved' }>

const APPROVED: CardAnswer = { outcome: 'approved', approvalCode: '001234', scheme: 'visa', last4: '4242' }

/** Answers a till's effects as store, scale and card terminal would, at once and from memory. */
export class TinyStore {
  /** What the scale answers: grams, words of a fault, or undefined to let the till wait. */
  scale: number | string | undefined = 850
  /** What the card terminal answers; undefined lets the till wait. */
  card: CardAnswer | undefined = APPROVED
  /** What the hub answers to a question; undefined lets the till wait. */
  hub: (operation: RequestOperation, fields: Readonly<Record<string, unknown>>) => HubReply | undefined = () => ({
    outcome: 'away',
  })
  /** Every effect that was carried out, in order. */
  readonly effects: TillEffect[] = []
  readonly baskets = new Map<string, Basket>()
  /** Reservations that no entry used yet, as the store keeps them. */
  readonly reservations = new Map<string, Pick<EffectOf<'keep_reservation'>, 'phase' | 'details'>>()
  /** As the store would give it back after a crash. */
  saved: EffectOf<'save_basket'> | undefined
  shift: Shift | undefined
  totals: ShiftTotals = NO_SALES
  intents: OpenIntent[] = []
  unclaimed: UnclaimedPayment[] = []
  /** Payments that a terminal approved. */
  readonly approved = new Set<string>()
  /** Cards whose money somebody said went back, by intent. */
  readonly givenBack: string[] = []
  /** The state of the till that this is the store of. */
  state: (() => TillState) | undefined
  readonly #attempts = new Map<number, number>()
  readonly #shop: TinyShop

  constructor(shop: TinyShop) {
    this.#shop = shop
  }

  readonly carryOut = (effect: TillEffect): readonly TillEvent[] => {
    this.effects.push(effect)
    // The table has an answer for each type; TypeScript cannot see that the effect fits the one it is looked up by.
    const answer = this.#answers[effect.type] as ((effect: TillEffect) => readonly TillEvent[]) | undefined
    return answer?.(effect) ?? []
  }

  readonly #answers: { readonly [T in TillEffect['type']]?: (effect: EffectOf<T>) => readonly TillEvent[] } = {
    save_basket: (effect) => this.#keep(effect),
    type_ahead: ({ events }) => events,
    check_pin: (effect) => [this.#checkPin(effect)],
    check_authorisation: (effect) => [this.#checkAuthorisation(effect)],
    ask_hub: ({ operation, fields, purpose }) => {
      const reply = this.hub(operation, fields)
      return reply === undefined ? [] : [{ type: 'hub_answered', purpose, reply }]
    },
    perform: ({ action, approval }) => [{ type: 'perform', action, approval }],
    open_shift: (effect) => [this.#openShift(effect)],
    close_shift: (effect) => this.#closeShift(effect),
    take_x_report: (effect) => this.#takeXReport(effect),
    move_cash: (effect) => this.#moveCash(effect),
    complete_sale: (effect) => this.#completeSale(effect),
    complete_refund: ({ draft, tenders, operatorId }) => {
      const refund = this.#refund(draft, tenders, { operatorId })
      return [{ type: 'refund_completed', refund, totals: this.totals }]
    },
    keep_reservation: ({ reservationId, phase, details }) => {
      this.reservations.set(reservationId, { phase, details })
      return []
    },
    forget_reservation: ({ reservationId }) => {
      this.reservations.delete(reservationId)
      return []
    },
    cancel_basket: () => this.#keep(undefined),
    hold_basket: (effect) => this.#hold(effect.basket),
    recall_basket: (effect) => this.#recall(effect),
    note_held: ({ heldBasketId, what }) => {
      const at = this.#shop.held.findIndex((candidate) => candidate.heldBasketId === heldBasketId)
      const held = this.#shop.held[at]
      if (held === undefined) return []
      if (what === 'dropped') this.#shop.held.splice(at, 1)
      else this.#shop.held[at] = { ...held, isAtHub: what === 'at_hub' }
      return []
    },
    read_scale: (effect) => this.#readScale(effect.readingId),
    charge_card: (effect) => {
      this.intents = [...this.intents, effect]
      return this.answerCard(effect.intentId, this.card)
    },
    look_up_card: (effect) => this.answerCard(effect.intentId, this.card),
    give_back: (effect) => this.#giveBack(effect.intentId),
  }

  #keep(saved: EffectOf<'save_basket'> | undefined): readonly TillEvent[] {
    this.saved = saved
    return []
  }

  /** Settles an intent as the store does before the till hears of it. */
  answerCard(intentId: string, answer: CardAnswer | undefined): TillEvent[] {
    if (answer === undefined) return []
    const answered: TillEvent = { type: 'card_answered', intentId, answer }
    if (answer.outcome === 'unknown') return [this.#unsettled(), answered]
    const intent = this.intents.find((candidate) => candidate.intentId === intentId)
    this.intents = this.intents.filter((candidate) => candidate !== intent)
    if (answer.outcome === 'approved' && intent !== undefined) this.#approve(intent, answer)
    return [answered, this.#unsettled()]
  }

  #approve({ intentId, saleId, amountMinor }: OpenIntent, { scheme, last4 }: Approval): void {
    this.approved.add(intentId)
    const state = this.state?.()
    if (state !== undefined && fitsSale(state, saleId, amountMinor)) return
    this.unclaimed = [...this.unclaimed, { intentId, amountMinor, scheme, last4 }]
  }

  #unsettled(): TillEvent {
    return { type: 'intents_changed', openIntents: this.intents, unclaimed: this.unclaimed }
  }

  #giveBack(intentId: string): TillEvent[] {
    const payment = this.unclaimed.find((candidate) => candidate.intentId === intentId)
    if (payment === undefined) throw new Error('A till gives back what is unclaimed.')
    this.unclaimed = this.unclaimed.filter((candidate) => candidate !== payment)
    this.givenBack.push(intentId)
    return [this.#unsettled(), { type: 'given_back', amountMinor: payment.amountMinor }]
  }

  #checkPin({ operatorNumber, pin }: EffectOf<'check_pin'>): TillEvent {
    return this.#judgePin(operatorNumber, pin)
  }

  #judgePin(operatorNumber: number, pin: string): Extract<TillEvent, { type: 'pin_checked' }> {
    const attempts = (this.#attempts.get(operatorNumber) ?? 0) + 1
    this.#attempts.set(operatorNumber, attempts)
    if (attempts > PIN_ATTEMPTS_MAX) return { type: 'pin_checked', result: 'locked', operator: undefined, attempts }
    const operator = this.#shop.world.operator(operatorNumber)
    if (operator === undefined) return { type: 'pin_checked', result: 'unknown', operator, attempts }
    if (tinyPins.get(operatorNumber) !== pin)
      return { type: 'pin_checked', result: 'wrong', operator: undefined, attempts }
    this.#attempts.delete(operatorNumber)
    return { type: 'pin_checked', result: 'right', operator, attempts }
  }

  #checkAuthorisation({ operatorNumber, pin, needs }: EffectOf<'check_authorisation'>): TillEvent {
    const { result, operator } = this.#judgePin(operatorNumber, pin)
    const isAllowed = operator !== undefined && needs.every((need) => may(operator, need))
    return {
      type: 'authorisation_checked',
      result: result === 'right' && !isAllowed ? 'may_not' : result,
      authorisedBy: isAllowed ? operator.id : undefined,
    }
  }

  #openShift({ operatorId, floatMinor, businessDate }: EffectOf<'open_shift'>): TillEvent {
    const { newId, world } = this.#shop
    this.shift = { shiftId: newId(), businessDate, openedAt: world.nowIso(), openedBy: operatorId, floatMinor }
    this.totals = NO_SALES
    return { type: 'shift_opened', shift: this.shift, totals: this.totals }
  }

  #closeShift({ type: _type, operatorId, ...count }: EffectOf<'close_shift'>): TillEvent[] {
    const { shift } = this
    if (shift === undefined) return []
    this.shift = undefined
    const close = closeShift(shift, this.totals, { closedAt: this.#shop.world.nowIso(), ...count })
    return [{ type: 'shift_closed', report: this.#report(shift, operatorId, close) }]
  }

  #report(shift: Shift, operatorId: number, close?: ShiftClose): ShiftReport {
    const kind = close === undefined ? 'x' : 'z'
    const facts = {
      reportId: this.#shop.newId(),
      reportNumber: this.#shop.reports.filter((report) => report.kind === kind).length + 1,
      takenAt: this.#shop.world.nowIso(),
      operatorId,
      operatorName: 'Asha',
      currency: this.#shop.policy.currency,
      grandTotalBefore: this.#shop.reports.find((report) => report.kind === 'z')?.grandTotal ?? NOTHING_SOLD,
    }
    const report = makeShiftReport(shift, this.totals, facts, close)
    this.#shop.reports.unshift(report)
    return report
  }

  #takeXReport({ operatorId }: EffectOf<'take_x_report'>): TillEvent[] {
    return this.shift === undefined ? [] : [{ type: 'report_taken', report: this.#report(this.shift, operatorId) }]
  }

  #moveCash({ movement }: EffectOf<'move_cash'>): TillEvent[] {
    const { shift } = this
    if (shift === undefined) return []
    const moved = { ...movement, shiftId: shift.shiftId }
    this.totals = addCashMovement(this.totals, moved)
    return [{ type: 'cash_moved', movement: moved, totals: this.totals }]
  }

  #refund(
    draft: RefundDraft,
    tenders: readonly RefundTender[],
    { operatorId, exchangeSaleId }: { readonly operatorId: number; readonly exchangeSaleId?: string },
  ): Refund {
    const refundNumber = this.#shop.refunds.length + 1
    const refund = completeRefund(draft, tenders, {
      refundNumber,
      refundLabel: refundLabel('T1', refundNumber),
      shiftId: this.shift?.shiftId ?? null,
      operatorId,
      operatorName: 'Asha',
      completedAt: this.#shop.world.nowIso(),
      ...(exchangeSaleId === undefined ? {} : { exchangeSaleId }),
    })
    if (refund instanceof DomainError) throw refund
    this.#shop.refunds.unshift(refund)
    this.totals = addRefund(this.totals, refund)
    if (refund.reservationId !== null) this.reservations.delete(refund.reservationId)
    return refund
  }

  #completeSale({ basket, tenders, operatorId, exchangeTenders = [] }: EffectOf<'complete_sale'>): TillEvent[] {
    const receiptNumber = this.#shop.sales.length + 1
    const sale = completeSale(
      basket,
      tenders,
      {
        receiptNumber,
        receiptLabel: receiptLabel('T1', receiptNumber),
        shiftId: this.shift?.shiftId ?? null,
        operatorId,
        operatorName: 'Asha',
        customerId: basket.customer?.id ?? null,
        completedAt: this.#shop.world.nowIso(),
        currency: this.#shop.policy.currency,
        catalogueRevision: 1,
      },
      this.#shop.rules,
    )
    if (sale instanceof DomainError) throw sale
    const { exchange, saleId: exchangeSaleId } = basket
    const refund =
      exchange === undefined ? undefined : this.#refund(exchange, exchangeTenders, { operatorId, exchangeSaleId })
    this.#shop.sales.unshift(sale)
    this.totals = addSale(this.totals, sale)
    this.saved = undefined
    return [{ type: 'sale_completed', sale, totals: this.totals, refund }]
  }

  #hold(basket: Basket): TillEvent[] {
    const heldBasketId = this.#shop.newId()
    this.baskets.set(heldBasketId, basket)
    const lineCount = liveLines(basket).length
    const { totalMinor } = priceBasket(basket, this.#shop.rules).totals
    const heldAt = this.#shop.world.nowIso()
    this.#shop.held.push({ heldBasketId, heldAt, operatorName: 'Asha', lineCount, totalMinor })
    this.saved = undefined
    return []
  }

  #recall({ heldBasketId, saleId, openedLocal, taken }: EffectOf<'recall_basket'>): TillEvent[] {
    const held = this.baskets.get(heldBasketId) ?? (taken === undefined ? undefined : readHeldBasket(taken))
    if (held === undefined) return []
    const basket = recallBasket(held, { saleId, heldBasketId, openedAt: this.#shop.world.nowIso(), openedLocal })
    if (basket instanceof DomainError) return []
    this.baskets.delete(heldBasketId)
    const at = this.#shop.held.findIndex((candidate) => candidate.heldBasketId === heldBasketId)
    if (at !== -1) this.#shop.held.splice(at, 1)
    return [{ type: 'basket_recalled', basket }]
  }

  #readScale(readingId: string): TillEvent[] {
    const { scale } = this
    if (scale === undefined) return []
    return [
      typeof scale === 'number'
        ? { type: 'weight_read', readingId, weightGrams: scale }
        : { type: 'weight_failed', readingId, attention: scale },
    ]
  }
}
