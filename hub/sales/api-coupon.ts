import { DomainError } from '#core/errors/domain-error.ts'
import { couponCode, type Coupon } from '#core/promotion/coupon.ts'
import { reserve, type ClaimTimes } from '#hub/claims/reserve.ts'
import type { Reader, Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import { badRequest, type HttpError } from '#hub/http/http-error.ts'

const findByCode = defineQuery((db, p: { code: string }) =>
  db.selectFrom('coupons').select('row').where('code', '=', p.code),
)

/** Vendly has one sentence for all that is wrong with a coupon itself, and 400 for whatever is wrong with its use. */
export const couponProblem = ({ code, message }: DomainError): HttpError => {
  const isItself = ['coupon_unknown', 'coupon_inactive', 'coupon_expired'].includes(code)
  return badRequest(code, isItself ? 'Invalid or expired coupon code' : message)
}

/** The coupon of a code; undefined where none was given. */
export async function findApiCoupon(reader: Reader, typed: string | null | undefined): Promise<Coupon | undefined> {
  if (typed == null || typed.trim() === '') return undefined
  const found = await reader.one(findByCode, { code: couponCode(typed) })
  if (found === undefined) throw badRequest('coupon_unknown', 'Invalid or expired coupon code')
  return JSON.parse(found.row) as Coupon
}

/** Reserves one use for a sale that is being made, by the command that serves the tills. */
export async function reserveApiCoupon(
  tx: Tx,
  { id: couponId }: Coupon,
  asked: { readonly reservationId: string; readonly saleId: string; readonly madeBy: number },
  times: ClaimTimes,
): Promise<void> {
  const { reservationId, saleId, madeBy } = asked
  try {
    await reserve(tx, { reservationId, claim: { kind: 'coupon', couponId, saleId }, deviceId: null, madeBy }, times)
  } catch (error) {
    throw error instanceof DomainError ? couponProblem(error) : error
  }
}
