import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ANCHOR_EVERY_ENTRIES, signAnchor, type AnchorFacts } from '#core/journal/anchor.ts'
import type { JournalEntry, JournalPlace } from '#core/journal/entry.ts'
import { privateHash, sealEntry } from '#core/journal/seal.ts'
import { verifyJournal, type JournalFaultReason, type JournalProof } from '#core/journal/verify-journal.ts'
import { makeStream, placeOf, sha256, signedIn, streamOpened, uuid } from '#tests/core/journal/chain.ts'
import { nodeSignatures, signerOf } from '#tests/core/journal/node-signer.ts'

const signer = signerOf('T3')
const proof: JournalProof = { sha256, signatures: nodeSignatures, keyIds: new Set([signer.keyId]) }

const anchorAfter = (entry: JournalEntry, facts: AnchorFacts = { why: 'entries' }, by = signer): JournalEntry => {
  const { stream, seq, hash } = entry
  const draft = { ...signedIn(stream, seq + 1, hash), type: 'anchor', body: signAnchor(placeOf(entry), facts, by) }
  return sealEntry(draft, sha256).entry
}

/** A till's journal: streams of these lengths, and an anchor after every `every` entries. */
const makeJournal = (lengths: readonly number[], every: number): JournalEntry[] => {
  const entries: JournalEntry[] = []
  let unanchored = 0
  const add = (entry: JournalEntry): void => {
    entries.push(entry)
    unanchored += 1
    if (unanchored < every) return
    entries.push(anchorAfter(entry))
    unanchored = 0
  }
  for (const [index, length] of lengths.entries()) {
    const stream = uuid(index + 1)
    const last = entries.at(-1)
    add(sealEntry(streamOpened(stream, last === undefined ? null : placeOf(last)), sha256).entry)
    for (let count = 1; count < length; count++) {
      const { seq, hash } = entries.at(-1) ?? { seq: 0, hash: '' }
      add(sealEntry(signedIn(stream, seq + 1, hash), sha256).entry)
    }
  }
  return entries
}

/** Whoever can write the file, and not sign: makes the chain whole again from `from` on. */
const rehash = (entries: readonly JournalEntry[], from: number): JournalEntry[] => {
  const made = entries.slice(0, from)
  for (const { hash: _hash, ...draft } of entries.slice(from)) {
    const before = made.at(-1)
    const prevHash = before?.hash ?? draft.prevHash
    const seq = before?.stream === draft.stream ? before.seq + 1 : draft.seq
    const parent = draft.type === 'stream_opened' && before !== undefined ? { parent: placeOf(before) } : {}
    made.push(sealEntry({ ...draft, seq, prevHash, body: { ...draft.body, ...parent } }, sha256).entry)
  }
  return made
}

const edited = (entry: JournalEntry): JournalEntry => ({ ...entry, monotonicMs: entry.monotonicMs + 1 })

const whyOf = (entries: readonly JournalEntry[], more: Partial<JournalProof> = {}): JournalFaultReason | undefined =>
  verifyJournal(entries, { ...proof, ...more }).fault?.why

const lastAnchorOf = (entries: readonly JournalEntry[]): number =>
  entries.findLastIndex(({ type }) => type === 'anchor')

const journals = fc
  .record({
    lengths: fc.array(fc.integer({ min: 3, max: 15 }), { minLength: 2, maxLength: 4 }),
    every: fc.integer({ min: 2, max: 5 }),
    at: fc.nat(),
  })
  .map(({ lengths, every, at }) => ({ entries: makeJournal(lengths, every), at }))

describe('a journal that nobody touched', () => {
  it('is whole, whatever its streams and anchors', () => {
    fc.assert(
      fc.property(journals, ({ entries, at }) => {
        const witness = entries[at % entries.length] ?? entries[0]
        const witnesses = witness === undefined ? [] : [placeOf(witness)]
        const verdict = verifyJournal(entries, { ...proof, witnesses })
        expect(verdict.fault).toBeUndefined()
        expect(verdict.entryCount).toBe(entries.length)
        expect(verdict.unanchoredCount).toBe(entries.length - 1 - lastAnchorOf(entries))
        expect(verdict.head).toEqual(placeOf(entries.at(-1) ?? proofless))
      }),
      { numRuns: 50 },
    )
  })

  it('has at the most a hundred entries that no anchor vouches for', () => {
    const entries = makeJournal([ANCHOR_EVERY_ENTRIES * 2 + 50], ANCHOR_EVERY_ENTRIES)
    expect(verifyJournal(entries, proof)).toMatchObject({ fault: undefined, anchorCount: 2, unanchoredCount: 50 })
  })
})

const proofless: JournalEntry = makeStream(uuid(9), null, 1)[0] ?? never()
function never(): never {
  throw new Error('A stream has a first entry.')
}

/** The eight attacks of somebody who can write the file and has no key; `head` is what the hub holds. */
const attacks: Readonly<Record<string, (entries: JournalEntry[], at: number) => JournalEntry[]>> = {
  'edits an entry': (entries, at) => entries.map((entry, index) => (index === at ? edited(entry) : entry)),
  'takes an entry out': (entries, at) => entries.toSpliced(at, 1),
  'exchanges two entries': (entries, at) => {
    const [one, other] = [entries[at], entries[at + 1]]
    return one === undefined || other === undefined ? entries : entries.toSpliced(at, 2, other, one)
  },
  'puts an entry in': (entries, at) => {
    const entry = entries[at]
    return entry === undefined ? entries : entries.toSpliced(at, 0, entry)
  },
  'cuts the tail past an anchor': (entries) => entries.slice(0, Math.max(1, lastAnchorOf(entries))),
  'edits an entry and hashes all anew': (entries, at) =>
    rehash(
      entries.map((entry, index) => (index === at ? edited(entry) : entry)),
      at,
    ),
}

describe('whoever has no key', () => {
  it.each(Object.entries(attacks))('%s and is found', (_name, attack) => {
    fc.assert(
      fc.property(journals, ({ entries, at }) => {
        const last = lastAnchorOf(entries)
        // Between the first entry and the last anchor: the first one may be taken out only by pruning.
        const hit = 1 + (at % (last - 1))
        const head = entries[last]
        const witnesses = head === undefined ? [] : [placeOf(head)]
        expect(whyOf(attack(entries, hit), { witnesses })).toBeDefined()
      }),
      { numRuns: 100 },
    )
  })

  it.each([
    ['cuts the tail after the last anchor', (entries: JournalEntry[]) => entries.slice(0, -1)],
    [
      'edits after the last anchor and hashes anew',
      (entries: JournalEntry[]) => {
        const at = entries.length - 1
        return rehash(
          entries.map((entry, index) => (index === at ? edited(entry) : entry)),
          at,
        )
      },
    ],
  ] as const)('%s: the hub’s head alone says so', (_name, attack) => {
    const entries = makeJournal([7, 9], 5).slice(0)
    while (entries.at(-1)?.type === 'anchor') entries.pop()
    const attacked = attack(entries)
    expect(whyOf(attacked)).toBeUndefined()
    const head = entries.at(-1) ?? proofless
    expect(whyOf(attacked, { witnesses: [placeOf(head)] })).toBe('witness_denied')
  })

  it('anchors with a key of his own in vain', () => {
    const entries = makeStream(uuid(1), null, 3)
    entries.push(anchorAfter(entries.at(-1) ?? proofless, { why: 'entries' }, signerOf('thief')))
    expect(verifyJournal(entries, proof).fault).toEqual({ why: 'anchor_key_unknown', stream: uuid(1), seq: 4 })
    const { keyId } = signer
    const lying = { ...signerOf('thief'), keyId }
    expect(whyOf([...entries.slice(0, 3), anchorAfter(entries[2] ?? proofless, { why: 'entries' }, lying)])).toBe(
      'anchor_key_unknown',
    )
    const forged = { ...signer, sign: signerOf('thief').sign }
    expect(whyOf([...entries.slice(0, 3), anchorAfter(entries[2] ?? proofless, { why: 'entries' }, forged)])).toBe(
      'anchor_signature_wrong',
    )
  })

  it('puts an anchor somewhere else in vain', () => {
    const [first, second, third] = makeStream(uuid(1), null, 3)
    const anchor = signAnchor(placeOf(second ?? proofless), { why: 'entries' }, signer)
    const draft = { ...signedIn(uuid(1), 4, third?.hash ?? ''), type: 'anchor', body: anchor }
    const entries = [first, second, third, sealEntry(draft, sha256).entry].filter((entry) => entry !== undefined)
    expect(whyOf(entries)).toBe('anchor_misplaced')
    const broken = sealEntry({ ...draft, body: {} }, sha256).entry
    expect(whyOf([...entries.slice(0, 3), broken])).toBe('body_invalid')
  })
})

describe('a journal that was pruned', () => {
  const prunedAt = (entries: readonly JournalEntry[], count: number): JournalPlace =>
    placeOf(entries[count - 1] ?? proofless)

  it('is whole when an anchor says where it starts, in the middle of a stream or between two', () => {
    fc.assert(
      fc.property(journals, ({ entries, at }) => {
        const count = 1 + (at % (entries.length - 1))
        const kept = entries.slice(count)
        const anchored = [
          ...kept,
          anchorAfter(kept.at(-1) ?? proofless, { why: 'pruned', prunedTo: prunedAt(entries, count) }),
        ]
        expect(whyOf(anchored)).toBeUndefined()
        expect(whyOf(kept)).toBe('start_missing')
        // Another entry taken from the front is one that no anchor speaks of.
        expect(whyOf(anchored.slice(1))).toBe('start_missing')
      }),
      { numRuns: 100 },
    )
  })
})

describe('a journal at the hub', () => {
  it('may fork where a card went back in time, and says so', () => {
    const first = makeStream(uuid(1), null, 6)
    const parent = placeOf(first[3] ?? proofless)
    const entries = [...first, ...makeStream(uuid(2), parent, 2)]
    expect(verifyJournal(entries, proof).fault).toEqual({ why: 'parent_wrong', stream: uuid(2), seq: 1 })
    const verdict = verifyJournal(entries, { ...proof, mayFork: true })
    expect(verdict.fault).toBeUndefined()
    expect(verdict.forks).toEqual([{ stream: uuid(2), parent }])
  })
})

describe('personal data beside an entry', () => {
  const part = { salt: 'ab'.repeat(16), data: { name: 'Asha' } }
  const [opened = proofless] = makeStream(uuid(1), null, 1)
  const draft = signedIn(uuid(1), 2, opened.hash)
  const { entry } = sealEntry({ ...draft, body: { ...draft.body, privateHash: privateHash(part, sha256) } }, sha256)

  it('is what its hash promises, or was erased', () => {
    expect(whyOf([opened, { ...entry, private: part }])).toBeUndefined()
    expect(whyOf([opened, { ...entry, private: { ...part, data: { name: 'Bela' } } }])).toBe('private_wrong')
    expect(whyOf([opened, entry])).toBe('private_wrong')
    expect(whyOf([opened, entry], { isErased: (id) => id === entry.id })).toBeUndefined()
    expect(whyOf([opened, { ...sealEntry(draft, sha256).entry, private: part }])).toBe('private_wrong')
  })
})
