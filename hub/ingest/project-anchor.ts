import { moveStreamAnchor } from '#hub/ingest/entry-queries.ts'
import type { Projection } from '#hub/ingest/fact.ts'

/** Remembers where the newest anchor of a stream stands: the hub's counter-signature names that place. */
export const projectAnchor: Projection<'anchor'> = async (tx, { entry: { stream, seq, hash, at } }) => {
  await tx.run(moveStreamAnchor, { stream, seq, hash, at })
}
