import type { JournalEntry } from '#core/journal/entry.ts'
import { JournalStore as RightJournalStore, operatorActor, PROGRAM } from '#kiosk/store/journal-store.ts'
import type { TillIdentity } from '#kiosk/store/store-ports.ts'

export { operatorActor, PROGRAM }

type Parts = ConstructorParameters<typeof RightJournalStore>

/** Planted: a boot's stream is known by its number; after a disk went back the same one is written anew. */
export class JournalStore extends RightJournalStore {
  readonly #name: { stream: string | undefined }

  constructor(...[connection, transaction, ports, context]: Parts) {
    const name: { stream: string | undefined } = { stream: undefined }
    const newId = (): string => {
      const { stream } = name
      name.stream = undefined
      return stream ?? ports.newId()
    }
    super(connection, transaction, { ...ports, newId }, context)
    this.#name = name
  }

  override openStream(identity: TillIdentity, softwareVersion: string): JournalEntry {
    const boot = (this.cursors().length + 1).toString(16).padStart(12, '0')
    const device = identity.deviceNumber.toString(16).padStart(4, '0')
    this.#name.stream = `00000000-${device}-7000-8000-${boot}`
    return super.openStream(identity, softwareVersion)
  }
}
