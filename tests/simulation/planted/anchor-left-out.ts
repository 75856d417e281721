import { JournalStore as RightJournalStore, operatorActor, PROGRAM } from '#kiosk/store/journal-store.ts'

export { operatorActor, PROGRAM }

/** Planted: the hundredth entry is not anchored. */
export class JournalStore extends RightJournalStore {
  override anchor(facts: Parameters<RightJournalStore['anchor']>[0]): void {
    if (facts.why !== 'entries') super.anchor(facts)
  }
}
