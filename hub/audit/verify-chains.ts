import { setImmediate as turn } from 'node:timers/promises'
import { GENESIS_HASH, type PrivatePart } from '#core/journal/entry.ts'
import { privateHash } from '#core/journal/seal.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import { listEntriesOfStream, listStreams } from '#hub/audit/audit-queries.ts'
import type { Reader } from '#hub/db/connection.ts'

/** Entries read at once: a few megabytes at most. */
const ENTRIES_AT_ONCE = 500
const STREAMS_AT_ONCE = 200

/** Where a chain does not hold, and why. */
interface ChainBreak {
  readonly stream: string
  readonly seq: number
  readonly why: 'hash_wrong' | 'chain_broken' | 'gap' | 'private_wrong' | 'head_wrong'
}

/** What came of checking every entry there is. */
export interface ChainReport {
  readonly streamCount: number
  readonly entryCount: number
  readonly breaks: readonly ChainBreak[]
}

interface EntryText {
  readonly seq: number
  readonly hash: string
  readonly text: string
  readonly private: string | null
}

interface Head {
  readonly seq: number
  readonly hash: string
}

const findBreak = (row: EntryText, before: Head, sha256: Sha256): ChainBreak['why'] | undefined => {
  if (row.seq !== before.seq + 1) return 'gap'
  if (sha256(row.text) !== row.hash) return 'hash_wrong'
  // Its hash is right, so the text is what was sealed.
  const { prevHash, body } = JSON.parse(row.text) as { prevHash: string; body: Readonly<Record<string, unknown>> }
  // Where a stream begins, it names the end of the one before, which may not have come yet.
  if (before.seq > 0 && prevHash !== before.hash) return 'chain_broken'
  if (row.private === null) return undefined
  return privateHash(JSON.parse(row.private) as PrivatePart, sha256) === body['privateHash']
    ? undefined
    : 'private_wrong'
}

interface StreamRow {
  readonly number: number
  readonly stream: string
  readonly last_seq: number
  readonly last_hash: string
}

const verifyStream = async (
  read: Reader,
  { number: streamNumber, stream, last_seq: lastSeq, last_hash: lastHash }: StreamRow,
  sha256: Sha256,
): Promise<{ readonly entryCount: number; readonly broken: ChainBreak | undefined }> => {
  let head: Head = { seq: 0, hash: GENESIS_HASH }
  // The stream may grow while it is checked; what came after the look at its head is not asked about.
  while (head.seq < lastSeq) {
    const rows = await read.all(listEntriesOfStream, { streamNumber, afterSeq: head.seq, rows: ENTRIES_AT_ONCE })
    for (const row of rows.filter(({ seq }) => seq <= lastSeq)) {
      const why = findBreak(row, head, sha256)
      if (why !== undefined) return { entryCount: head.seq, broken: { stream, seq: row.seq, why } }
      head = row
    }
    if (rows.length === 0) return { entryCount: head.seq, broken: { stream, seq: head.seq + 1, why: 'gap' } }
    // Other requests get their turn between the slices.
    await turn()
  }
  const isHeadRight = lastSeq === 0 || head.hash === lastHash
  return { entryCount: head.seq, broken: isHeadRight ? undefined : { stream, seq: head.seq, why: 'head_wrong' } }
}

/** Checks the hash of every entry and its link to the one before, stream by stream; gives the first break of each. */
export async function verifyChains(read: Reader, sha256: Sha256): Promise<ChainReport> {
  const breaks: ChainBreak[] = []
  let streamCount = 0
  let entryCount = 0
  let after = 0
  for (;;) {
    const streams = await read.all(listStreams, { after, rows: STREAMS_AT_ONCE })
    if (streams.length === 0) return { streamCount, entryCount, breaks }
    for (const stream of streams) {
      const checked = await verifyStream(read, stream, sha256)
      entryCount += checked.entryCount
      if (checked.broken) breaks.push(checked.broken)
      after = stream.number
    }
    streamCount += streams.length
  }
}
