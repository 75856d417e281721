import type { Tx } from '#hub/db/connection.ts'
import { insertException } from '#hub/ingest/entry-queries.ts'
import type { Fact } from '#hub/ingest/fact.ts'

/** Notes something of a sale or a refund for somebody to look at, by what its paper says. */
export async function noteException(
  tx: Tx,
  { entry, number, body }: Fact<'sale_completed'> | Fact<'refund_completed'>,
  kind: string,
  words: string,
): Promise<void> {
  const label = 'receiptLabel' in body ? body.receiptLabel : body.refundLabel
  await tx.run(insertException, { kind, at: entry.at, entryNumber: number, detail: `${label}: ${words}` })
}
