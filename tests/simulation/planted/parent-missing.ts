import type { EntryBodies, EntryType } from '#core/journal/entry-bodies.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import {
  JournalStore as RightJournalStore,
  operatorActor,
  PROGRAM,
  type EntryContext,
} from '#kiosk/store/journal-store.ts'

export { operatorActor, PROGRAM, type EntryContext }

/** Planted: a boot does not say which entry it goes on from. */
export class JournalStore extends RightJournalStore {
  override record<T extends EntryType>(type: T, body: EntryBodies[T], context: EntryContext): JournalEntry {
    return super.record(type, type === 'stream_opened' ? { ...body, parent: null } : body, context)
  }
}
