import { findAnchorFault, type Anchor, type AnchorFault } from '#core/journal/anchor.ts'
import { GENESIS_HASH, type JournalEntry, type JournalPlace, type PrivatePart } from '#core/journal/entry.ts'
import { fitsBody } from '#core/journal/fits-body.ts'
import { hashedText, privateHash } from '#core/journal/seal.ts'
import { isSealable } from '#core/journal/sealable.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { SignatureCheck } from '#core/ports/signature.ts'

/** What a journal is checked with. */
export interface JournalProof {
  readonly sha256: Sha256
  readonly signatures: SignatureCheck
  /** The keys that may sign this journal, past ones too: SHA-256 of each SubjectPublicKeyInfo. */
  readonly keyIds: ReadonlySet<string>
  /**
   * Places that somebody else knows this journal to have: the hub's position with its hash, the newest counter-signature,
   * a hash printed on a Z report. What is no longer there was cut off or written anew.
   */
  readonly witnesses?: readonly JournalPlace[]
  /** True for an entry whose personal data was erased by order; nobody's, if not given. */
  readonly isErased?: (entryId: string) => boolean
  /** Of an extract: the place that it goes on from, by the word of whoever made and signed it; null: from nothing. */
  readonly startsAfter?: JournalPlace | null
  /** At the hub: a card that went back in time goes on from an older entry, or from one that was never sent. */
  readonly mayFork?: boolean
}

/** Why an entry is the first bad one. */
export type JournalFaultReason =
  /** Its text was changed: it no longer has its hash. */
  | 'hash_wrong'
  /** It does not follow the entry before it: something was taken out, put in, or exchanged. */
  | 'chain_broken'
  /** A stream does not go on from where the one before it ended. */
  | 'parent_wrong'
  /** The journal begins in its middle, and no anchor says that the rest was pruned. */
  | 'start_missing'
  | 'body_invalid'
  | AnchorFault
  /** The personal data beside it is not what its hash promises, or is missing without an erasure. */
  | 'private_wrong'
  /** Somebody else has seen another entry here, or one beyond the end. */
  | 'witness_denied'

/** The first bad entry; for what is missing, the place where it should be. */
export interface JournalFault {
  readonly why: JournalFaultReason
  readonly stream: string
  readonly seq: number
}

/** What came of checking a journal. */
export interface JournalVerdict {
  readonly fault: JournalFault | undefined
  readonly entryCount: number
  readonly anchorCount: number
  /** Entries after the newest anchor: only a witness vouches for these. */
  readonly unanchoredCount: number
  readonly head: JournalPlace | undefined
  /** Streams that went on from an older entry than the newest, where that may be. */
  readonly forks: readonly { readonly stream: string; readonly parent: JournalPlace | null }[]
}

const placeOf = ({ stream, seq, hash }: JournalPlace): JournalPlace => ({ stream, seq, hash })

const isSamePlace = (one: JournalPlace | null | undefined, other: JournalPlace | null | undefined): boolean =>
  one?.hash === other?.hash && one?.stream === other?.stream && one?.seq === other?.seq

const parentOf = ({ type, body }: JournalEntry): JournalPlace | null | undefined =>
  type === 'stream_opened' && fitsBody('stream_opened', body) ? body.parent : undefined

const isPrivateRight = (entry: JournalEntry, { sha256, isErased }: JournalProof): boolean => {
  const promised = entry.body['privateHash']
  const part: PrivatePart | undefined = entry.private
  if (promised === undefined) return part === undefined
  return part === undefined ? isErased?.(entry.id) === true : privateHash(part, sha256) === promised
}

/** Checks a journal entry by entry, so that one of any length is read once and never held. */
export class JournalVerifier {
  readonly #proof: JournalProof
  readonly #witnesses: Map<string, JournalPlace>
  readonly #forks: { stream: string; parent: JournalPlace | null }[] = []
  #fault: JournalFault | undefined
  #head: JournalPlace | undefined
  /** What came before the first entry, until an anchor says that it was pruned. */
  #unprovenStart: JournalPlace | undefined
  #first: JournalPlace | undefined
  #entryCount = 0
  #anchorCount = 0
  #unanchoredCount = 0

  constructor(proof: JournalProof) {
    this.#proof = proof
    this.#witnesses = new Map((proof.witnesses ?? []).map((place) => [`${place.stream}@${place.seq}`, place]))
  }

  /** Takes the next entry of one device: stream by stream in order of age. False as soon as one is bad. */
  take(entry: JournalEntry): boolean {
    if (this.#fault !== undefined) return false
    const why = this.#findFault(entry)
    if (why !== undefined) {
      this.#fault = { why, stream: entry.stream, seq: entry.seq }
      return false
    }
    this.#first ??= placeOf(entry)
    this.#head = placeOf(entry)
    this.#entryCount += 1
    this.#unanchoredCount = entry.type === 'anchor' ? 0 : this.#unanchoredCount + 1
    return true
  }

  /** The verdict after the last entry. */
  end(): JournalVerdict {
    return {
      fault: this.#fault ?? this.#faultAtEnd(),
      entryCount: this.#entryCount,
      anchorCount: this.#anchorCount,
      unanchoredCount: this.#unanchoredCount,
      head: this.#head,
      forks: this.#forks,
    }
  }

  #findFault(entry: JournalEntry): JournalFaultReason | undefined {
    return (
      this.#findChainFault(entry) ??
      this.#findTextFault(entry) ??
      (entry.type === 'anchor' ? this.#takeAnchor(entry) : undefined) ??
      this.#hearWitness(entry)
    )
  }

  #findTextFault(entry: JournalEntry): JournalFaultReason | undefined {
    const { sha256 } = this.#proof
    if (!isSealable(entry) || sha256(hashedText(entry)) !== entry.hash) return 'hash_wrong'
    return isPrivateRight(entry, this.#proof) ? undefined : 'private_wrong'
  }

  #findChainFault(entry: JournalEntry): JournalFaultReason | undefined {
    const head = this.#head
    if (entry.stream === head?.stream) {
      return entry.seq === head.seq + 1 && entry.prevHash === head.hash ? undefined : 'chain_broken'
    }
    if (entry.seq !== 1) return this.#startInMiddle(entry)
    const parent = parentOf(entry)
    if (parent === undefined || entry.prevHash !== (parent?.hash ?? GENESIS_HASH)) return 'chain_broken'
    return this.#followParent(entry.stream, parent)
  }

  /** What is left after pruning begins with any entry; all later streams begin with their first. */
  #startInMiddle({ stream, seq, prevHash }: JournalEntry): JournalFaultReason | undefined {
    if (this.#head !== undefined) return 'chain_broken'
    this.#startAfter({ stream, seq: seq - 1, hash: prevHash })
    return undefined
  }

  #startAfter(place: JournalPlace): void {
    if (!isSamePlace(place, this.#proof.startsAfter)) this.#unprovenStart = place
  }

  #followParent(stream: string, parent: JournalPlace | null): JournalFaultReason | undefined {
    if (this.#head === undefined) {
      if (parent !== null) this.#startAfter(parent)
      return undefined
    }
    if (isSamePlace(parent, this.#head)) return undefined
    if (this.#proof.mayFork !== true) return 'parent_wrong'
    this.#forks.push({ stream, parent })
    return undefined
  }

  #takeAnchor(entry: JournalEntry): JournalFaultReason | undefined {
    if (!fitsBody('anchor', entry.body)) return 'body_invalid'
    const anchor: Anchor = entry.body
    const { keyIds, signatures } = this.#proof
    const fault = findAnchorFault(entry, anchor, (keyId) => keyIds.has(keyId), signatures)
    if (fault !== undefined) return fault
    this.#anchorCount += 1
    if (isSamePlace(anchor.prunedTo, this.#unprovenStart)) this.#unprovenStart = undefined
    return undefined
  }

  #hearWitness(entry: JournalEntry): JournalFaultReason | undefined {
    const name = `${entry.stream}@${entry.seq}`
    const seen = this.#witnesses.get(name)
    if (seen !== undefined && seen.hash !== entry.hash) return 'witness_denied'
    this.#witnesses.delete(name)
    return undefined
  }

  #faultAtEnd(): JournalFault | undefined {
    if (this.#unprovenStart !== undefined) {
      const { stream, seq } = this.#first ?? this.#unprovenStart
      return { why: 'start_missing', stream, seq }
    }
    const [missing] = this.#witnesses.values()
    return missing && { why: 'witness_denied', stream: missing.stream, seq: missing.seq }
  }
}

/** Checks the journal of one device, given in order, and names the first bad entry. */
export function verifyJournal(entries: Iterable<JournalEntry>, proof: JournalProof): JournalVerdict {
  const verifier = new JournalVerifier(proof)
  for (const entry of entries) if (!verifier.take(entry)) break
  return verifier.end()
}
