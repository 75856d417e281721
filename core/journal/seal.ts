import { assert } from '#core/errors/assert.ts'
import { canonicalJson, type JsonValue } from '#core/journal/canonical-json.ts'
import { ENTRY_BYTES_MAX, type JournalEntry, type PrivatePart } from '#core/journal/entry.ts'
import { isSealable } from '#core/journal/sealable.ts'
import { utf8Bytes } from '#core/journal/utf8-bytes.ts'
import type { Sha256 } from '#core/ports/sha256.ts'

/** An entry before its hash is known. Whoever writes one makes sure that its body fits its type (`fitsBody`). */
export type EntryDraft = Omit<JournalEntry, 'hash'>

/** A sealed entry and the canonical text that its hash covers. */
export interface SealedEntry {
  readonly entry: JournalEntry
  readonly text: string
}

/** The text an entry's hash covers: canonical JSON of all but `hash` and `private`. */
export const hashedText = (entry: EntryDraft & { hash?: string }): string => {
  const { hash: _hash, private: _private, ...hashed } = entry
  return canonicalJson(hashed as unknown as JsonValue)
}

/** Gives an entry its hash. Throws `AssertionError` when its text passes `ENTRY_BYTES_MAX` or `isSealable` says no. */
export function sealEntry(draft: EntryDraft, sha256: Sha256): SealedEntry {
  assert(isSealable(draft), 'A journal entry holds plain, well-formed facts.')
  const text = hashedText(draft)
  // No character takes more than three bytes a UTF-16 unit, so that short entries need no count.
  assert(
    text.length * 3 <= ENTRY_BYTES_MAX || utf8Bytes(text) <= ENTRY_BYTES_MAX,
    'A journal entry is at most 512 KiB.',
  )
  return { entry: { ...draft, hash: sha256(text) }, text }
}

/** The hash by which a body names its private part. */
export const privateHash = (part: PrivatePart, sha256: Sha256): string =>
  sha256(part.salt + canonicalJson(part.data as JsonValue))
