import { setImmediate as turn } from 'node:timers/promises'
import type { JournalEntry } from '#core/journal/entry.ts'
import { JournalVerifier, type JournalFaultReason, type JournalVerdict } from '#core/journal/verify-journal.ts'
import type { AuditedJournal } from '#hub/audit/audited-journal.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { signatures } from '#hub/ports/signatures.ts'

const ENTRIES_PER_PROGRESS = 20_000

/** What came of checking one device's journal. */
export interface AuditVerdict extends JournalVerdict {
  readonly name: string
  readonly deviceId: string
  /** The receipt that the first bad entry is, or the last one before it. */
  readonly receipt: string | undefined
  readonly isReceiptItself: boolean
}

const receiptOf = ({ body }: JournalEntry): string | undefined => {
  const label = body['receiptLabel'] ?? body['refundLabel']
  return typeof label === 'string' ? label : undefined
}

/** Checks a journal from one end to the other. */
export async function verifyAudited(
  journal: AuditedJournal,
  say: (progress: string) => void = () => {},
): Promise<AuditVerdict> {
  const { name, deviceId, keyIds, witnesses, isErased, mayFork, startsAfter } = journal
  const proof = { sha256, signatures, keyIds, witnesses, isErased, mayFork }
  const verifier = new JournalVerifier(startsAfter === undefined ? proof : { ...proof, startsAfter })
  let receipt: string | undefined
  let isReceiptItself = false
  let count = 0
  for await (const entry of journal.entries()) {
    const label = receiptOf(entry)
    const isGood = verifier.take(entry)
    if (label !== undefined) receipt = label
    isReceiptItself = !isGood && label !== undefined
    if (!isGood) break
    count += 1
    if (count % ENTRIES_PER_PROGRESS === 0) {
      say(`${name}: ${count} entries …`)
      await turn()
    }
  }
  return { ...verifier.end(), name, deviceId, receipt, isReceiptItself }
}

const reasons: Readonly<Record<JournalFaultReason, string>> = {
  hash_wrong: 'its text was changed',
  chain_broken: 'it does not follow the entry before it: something was taken out, put in, or exchanged',
  parent_wrong: 'its stream does not go on from where the one before it ended',
  start_missing: 'the journal begins in its middle, and nobody signed that the rest was pruned',
  body_invalid: 'it is no fact of its type',
  anchor_misplaced: 'an anchor vouches for another place than the one before it',
  anchor_key_unknown: 'an anchor was signed by a key that this device never had',
  anchor_signature_wrong: 'what an anchor signed was changed since',
  private_wrong: 'the personal data beside it is not what was written, or is missing without an order',
  witness_denied: 'somebody else has seen another entry here, or one beyond the end',
}

/** A verdict in a line or two: what holds, or the first bad entry and why. */
export function verdictText({ fault, name, entryCount, anchorCount, unanchoredCount, ...rest }: AuditVerdict): string {
  if (fault === undefined) {
    const open = unanchoredCount === 0 ? '' : `, ${unanchoredCount} entries after the last`
    const forks = rest.forks.length === 0 ? '' : `, went back in time ${rest.forks.length} times`
    return `${name}: ${entryCount} entries hold, ${anchorCount} anchors${open}${forks}`
  }
  const after = rest.isReceiptItself ? '' : 'after '
  const receipt = rest.receipt === undefined ? '' : ` (${after}receipt ${rest.receipt})`
  return `${name}: first bad entry: stream ${fault.stream}, entry ${fault.seq}${receipt}: ${reasons[fault.why]} [${fault.why}]`
}
