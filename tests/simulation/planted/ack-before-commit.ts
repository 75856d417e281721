import type { Position } from '#core/protocol/messages.ts'
import { openJournal as openRightJournal, type Journal, type JournalParts } from '#hub/ingest/journal.ts'

/** Planted: the hub tells a till that it holds a batch while it is still being written. */
export async function openJournal(parts: JournalParts): Promise<Journal> {
  const journal = await openRightJournal(parts)
  let counter = 1_000_000
  return {
    ...journal,
    receive: async (device, batch): Promise<Position> => {
      journal.receive(device, batch).catch(() => undefined)
      counter += 1
      const last = batch.entries.at(-1)?.seq ?? 0
      return { hubBoot: journal.hubBoot, counter, positions: [{ stream: batch.stream, last }] }
    },
  }
}
