import type { Policy } from '#core/catalogue/policy.ts'
import { isOnAccount } from '#core/tender/tender-method.ts'
import type { Tender } from '#core/tender/tender.ts'
import { reserve, type ClaimTimes } from '#hub/claims/reserve.ts'
import type { Tx } from '#hub/db/connection.ts'
import { badRequest } from '#hub/http/http-error.ts'

/** Who buys on account, in which sale. */
interface AccountSale {
  readonly saleId: string
  readonly customerId: number | null
  readonly madeBy: number
  readonly newId: () => string
}

/** Reserves the credit of tenders that are on account, by the command that serves the tills; the others stay as they are. */
export async function reserveOnAccount(
  tx: Tx,
  tenders: readonly Tender[],
  policy: Policy,
  { sale, times }: { readonly sale: AccountSale; readonly times: ClaimTimes },
): Promise<Tender[]> {
  const reserved: Tender[] = []
  for (const tender of tenders) {
    if (tender.kind !== 'other' || !isOnAccount(tender, policy) || tender.amountMinor === 0) {
      reserved.push(tender)
      continue
    }
    const { saleId, customerId, madeBy, newId } = sale
    if (customerId === null) throw badRequest('account_none', 'A sale on account needs a customer')
    const reservationId = newId()
    const claim = { kind: 'account', customerId, amountMinor: tender.amountMinor, saleId } as const
    await reserve(tx, { reservationId, claim, deviceId: null, madeBy }, times)
    reserved.push({ ...tender, reservationId })
  }
  return reserved
}
