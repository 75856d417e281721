import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { roundCash } from '#core/money/round-cash.ts'
import { foreignCurrencyOf, foreignWorthMinor, type ForeignCurrency } from '#core/tender/foreign-cash.ts'
import type { TenderType } from '#core/tender/tender-type.ts'
import type { OtherTender } from '#core/tender/tender.ts'
import { cashGivenMaxMinor } from '#core/tender/tendering.ts'

/** A payment by one of the shop's tender types. */
export interface OtherPayment {
  /** What it is worth; of foreign cash what was given, in that currency's minor units. */
  readonly amountMinor: number
  readonly reference: string | null
  readonly reservationId?: string
}

/** What a payment does when it is worth so much more than is due. */
interface Rest {
  readonly amountMinor: number
  readonly changeMinor: number
  readonly roundingMinor: number
  readonly lostMinor: number
}

const NO_REST = { changeMinor: 0, roundingMinor: 0, lostMinor: 0 } as const

/** Kinds of tenders: a type of such a name would be counted among them. */
const takenNames: ReadonlySet<string> = new Set(['cash', 'card', 'points', 'exchange'])

const isUsable = (type: TenderType): boolean =>
  type.isActive && !takenNames.has(type.code) && (type.kind !== 'foreign_cash' || foreignCurrencyOf(type) !== undefined)

/** The tender types that a till offers: switched on, set up in full, and told apart from cash and cards. */
export const usableTenderTypes = (types: readonly TenderType[] = []): TenderType[] => types.filter(isUsable)

/** Of these nothing comes back where the type gives no change; of all others no more than is due may be taken. */
const losesRest = ({ kind, givesChange }: TenderType): boolean =>
  !givesChange && (kind === 'voucher' || kind === 'foreign_cash')

const worthOf = (type: TenderType, amountMinor: number): number => {
  const foreign = foreignCurrencyOf(type)
  return foreign === undefined ? amountMinor : foreignWorthMinor(amountMinor, foreign.ratePpm)
}

/** What would be lost of a voucher that is worth more than is due and gives no change; 0 where nothing is. */
export const lostMinor = (type: TenderType, stillDueMinor: number, amountMinor: number): number =>
  losesRest(type) ? Math.max(0, worthOf(type, amountMinor) - stillDueMinor) : 0

/** Change is handed out in coins that exist; what that adds or takes off stands as rounding. */
const restOf = (type: TenderType, stillDueMinor: number, worthMinor: number, smallestCoinMinor: number): Rest => {
  const overMinor = worthMinor - stillDueMinor
  // Foreign cash settles what coins would settle, as our own does.
  const dueInCoins =
    type.kind === 'foreign_cash' && type.givesChange ? roundCash(stillDueMinor, smallestCoinMinor) : stillDueMinor
  if (worthMinor < dueInCoins) {
    // Between what is due and the coins above it: settled, and what is over is no coin.
    const amountMinor = Math.min(worthMinor, stillDueMinor)
    return { ...NO_REST, amountMinor, roundingMinor: worthMinor - amountMinor }
  }
  if (!type.givesChange) return { ...NO_REST, amountMinor: stillDueMinor, lostMinor: overMinor }
  const changeMinor = roundCash(overMinor, smallestCoinMinor)
  return { amountMinor: stillDueMinor, changeMinor, roundingMinor: overMinor - changeMinor, lostMinor: 0 }
}

const onlySome = (rest: Rest): Partial<Rest> => ({
  ...(rest.changeMinor === 0 ? {} : { changeMinor: rest.changeMinor }),
  ...(rest.roundingMinor === 0 ? {} : { roundingMinor: rest.roundingMinor }),
  ...(rest.lostMinor === 0 ? {} : { lostMinor: rest.lostMinor }),
})

const whyNot = (type: TenderType, stillDueMinor: number, payment: OtherPayment): DomainError | undefined => {
  const worthMinor = worthOf(type, payment.amountMinor)
  if (stillDueMinor < 1) return new DomainError('amount_invalid', 'There is nothing to pay.')
  if (payment.amountMinor < 1 || worthMinor < 1) return new DomainError('amount_invalid', 'Type what it is worth.')
  if (type.needsReference && (payment.reference ?? '') === '') {
    return new DomainError('text_invalid', 'This needs its number.')
  }
  const isCapped = !type.givesChange && !losesRest(type)
  const maxMinor = isCapped ? stillDueMinor : cashGivenMaxMinor(stillDueMinor)
  return worthMinor > maxMinor
    ? new DomainError('over_tender', 'This is more than is due. Check the amount.', { maxMinor })
    : undefined
}

const foreignPart = (foreign: ForeignCurrency | undefined, givenMinor: number): Pick<OtherTender, 'foreign'> =>
  foreign === undefined ? {} : { foreign: { ...foreign, givenMinor } }

/**
 * A payment by a tender type of the shop: pays what is due at the most. The rest is change in our cash where the type
 * gives change, else lost (voucher, foreign cash) or refused (all others: 'over_tender').
 * Worth = amount + rounding + change + lost.
 */
export function tenderOther(
  stillDueMinor: number,
  type: TenderType,
  payment: OtherPayment,
  smallestCoinMinor = 1,
): OtherTender | DomainError {
  const why = whyNot(type, stillDueMinor, payment)
  if (why !== undefined) return why
  const { reference, reservationId } = payment
  const rest = restOf(type, stillDueMinor, worthOf(type, payment.amountMinor), smallestCoinMinor)
  assert(rest.amountMinor <= stillDueMinor, 'A tender pays what is due at the most.')
  return {
    kind: 'other',
    method: type.code,
    amountMinor: rest.amountMinor,
    reference: type.needsReference ? reference : null,
    ...onlySome(rest),
    ...foreignPart(foreignCurrencyOf(type), payment.amountMinor),
    ...(reservationId === undefined ? {} : { reservationId }),
  }
}
