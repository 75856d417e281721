import { cleanText } from '#core/barcode/clean-text.ts'
import { insertException } from '#hub/ingest/entry-queries.ts'
import type { Projection } from '#hub/ingest/fact.ts'

/** A customer's money lies with the shop, in no sale: somebody has to see that it goes back. */
export const noteUnclaimed: Projection<'payment_unclaimed'> = async (tx, { body, entry, number, deviceNumber }) => {
  const { intentId, amountMinor, scheme, last4 } = body
  const card = `${cleanText(scheme)} ****${last4}`
  const detail = `device ${deviceNumber}: ${card} was charged ${amountMinor} (minor units) without a sale, payment ${intentId}`
  await tx.run(insertException, { kind: 'payment_unclaimed', at: entry.at, entryNumber: number, detail })
}
