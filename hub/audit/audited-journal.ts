import type { JournalEntry, JournalPlace, PrivatePart } from '#core/journal/entry.ts'

/** The journal of one device, wherever it was found, and what it is checked with. */
export interface AuditedJournal {
  /** How people call the device: T1, hub. */
  readonly name: string
  readonly deviceId: string
  /** The keys that may sign it: SHA-256 of each public key. Empty: none is known, so that nothing signed can be believed. */
  readonly keyIds: ReadonlySet<string>
  readonly witnesses: readonly JournalPlace[]
  readonly isErased: (entryId: string) => boolean
  readonly mayFork: boolean
  /** Where an extract goes on from, as the hub has signed it. */
  readonly startsAfter?: JournalPlace | null
  /** Oldest first, stream by stream. */
  readonly entries: () => Iterable<JournalEntry> | AsyncIterable<JournalEntry>
}

/** The file could not be checked, whatever is in it; the message is for the person at the command. */
export class AuditError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AuditError'
  }
}

/** An entry's parts as both databases keep them. */
export interface EntryParts {
  /** The canonical JSON that the hash covers. */
  readonly text: string
  readonly hash: string
  readonly private: string | null
}

const parsed = (text: string): object | undefined => {
  try {
    const facts: unknown = JSON.parse(text)
    return typeof facts === 'object' && facts !== null ? facts : undefined
  } catch {
    return undefined
  }
}

/** An entry at its place that nobody wrote: whatever chain it stands in is broken there. */
const rubbishAt = ({ stream, seq }: Pick<JournalPlace, 'stream' | 'seq'>, hash: string): JournalEntry => ({
  stream,
  seq,
  hash,
  id: '',
  type: '',
  at: '',
  clockTrusted: false,
  monotonicMs: 0,
  businessDate: null,
  actor: { kind: 'program', id: null },
  body: {},
  prevHash: '',
})

/** Puts an entry together, as somebody may have changed it; `place` says where it stands, when its text does not. */
export const entryFrom = (
  { text, hash, private: part }: EntryParts,
  place: Pick<JournalPlace, 'stream' | 'seq'>,
): JournalEntry => {
  const facts = parsed(text)
  if (facts === undefined) return rubbishAt(place, hash)
  const entry = { ...rubbishAt(place, hash), ...facts, hash }
  // Data that cannot be read is not what its hash promises.
  return part === null ? entry : { ...entry, private: (parsed(part) ?? { salt: '', data: {} }) as PrivatePart }
}
