import type { PrivatePart } from '#core/journal/entry.ts'
import { privateHash } from '#core/journal/seal.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { NewSalt } from '#hub/ports/new-salt.ts'

/** What salts and hashes personal data. */
export interface PrivateParts {
  readonly newSalt: NewSalt
  readonly sha256: Sha256
}

/** Personal data on its way beside an entry, and the hash by which the entry's body names it. */
export function sealPrivate(
  data: PrivatePart['data'],
  { newSalt, sha256 }: PrivateParts,
): { readonly part: PrivatePart; readonly hash: string } {
  const part = { salt: newSalt(), data }
  return { part, hash: privateHash(part, sha256) }
}
