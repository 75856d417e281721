import { ANCHOR_EVERY_ENTRIES } from '#core/journal/anchor.ts'
import type { JournalEntry, PrivatePart } from '#core/journal/entry.ts'
import { verifyJournal } from '#core/journal/verify-journal.ts'
import { nodeSignatures } from '#tests/core/journal/node-signer.ts'
import { sha256 } from '#tests/simulation/ids.ts'
import { claim } from '#tests/simulation/violation.ts'

/** An entry as a database holds it. */
export interface StoredEntry {
  readonly stream: string
  readonly seq: number
  readonly text: string
  readonly hash: string
  readonly private: string | null
}

/** One transaction of a till may write so many entries after the hundredth, before its anchor. */
const AT_ONCE_MAX = 10

const entryOf = ({ text, hash, private: personal }: StoredEntry): JournalEntry => {
  const entry = { ...(JSON.parse(text) as Omit<JournalEntry, 'hash'>), hash }
  return personal === null ? entry : { ...entry, private: JSON.parse(personal) as PrivatePart }
}

/**
 * Every link holds within a stream and to its parent, every hash and every anchor is right, nothing is missing at the
 * start, and no more than a hundred entries stand without an anchor; by the product's own verifier.
 */
export function checkJournal(
  owner: string,
  stored: readonly StoredEntry[],
  keyIds: ReadonlySet<string>,
  mayFork: boolean,
): void {
  const entries = stored.map(entryOf)
  const { fault } = verifyJournal(entries, { sha256, signatures: nodeSignatures, keyIds, mayFork })
  claim(fault === undefined, () => `${owner}: the journal does not verify: ${JSON.stringify(fault)}`)
  if (mayFork) return
  let unanchored = 0
  for (const { type, stream, seq } of entries) {
    unanchored = type === 'anchor' ? 0 : unanchored + 1
    const isAnchored = unanchored <= ANCHOR_EVERY_ENTRIES + AT_ONCE_MAX
    claim(isAnchored, () => `${owner}: ${unanchored} entries up to ${stream}@${seq} have no anchor.`)
  }
}
