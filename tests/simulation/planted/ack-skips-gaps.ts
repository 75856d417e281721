import { ingestBatch as ingestRightly, type BatchResult, type Ingest } from '#hub/ingest/ingest-batch.ts'

/** Planted: the hub answers with the highest number it has seen, also where it stopped at a gap before it. */
export async function ingestBatch(ingest: Ingest): Promise<BatchResult> {
  const result = await ingestRightly(ingest)
  return { ...result, last: Math.max(result.last, ...ingest.batch.entries.map(({ seq }) => seq)) }
}
