import { isEntryType, type EntryBodies } from '#core/journal/entry-bodies.ts'
import { findStream } from '#hub/ingest/entry-queries.ts'
import { ingestBatch as ingestRightly, type BatchResult, type Ingest } from '#hub/ingest/ingest-batch.ts'
import { projectFact } from '#hub/ingest/project-fact.ts'

/** Planted: what comes a second time is applied a second time. */
export async function ingestBatch(ingest: Ingest): Promise<BatchResult> {
  const { tx, batch, device, changes } = ingest
  const held = (await tx.one(findStream, { stream: batch.stream }))?.last_seq ?? 0
  const result = await ingestRightly(ingest)
  for (const entry of batch.entries) {
    const { type } = entry
    if (entry.seq > held || !isEntryType(type)) continue
    const body = entry.body as EntryBodies[typeof type]
    const businessDate = entry.businessDate ?? entry.at.slice(0, 10)
    await projectFact(tx, type, { body, entry, number: 1, businessDate, deviceNumber: device.deviceNumber, changes })
  }
  return result
}
