import type { Actor } from '#core/journal/entry.ts'
import { privateHash } from '#core/journal/seal.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { Operator } from '#core/staff/operator.ts'
import { keepPasswordHash } from '#hub/identity/user-queries.ts'
import type { Work } from '#hub/ingest/journal.ts'
import type { NewSalt } from '#hub/ports/new-salt.ts'

/** A member of staff as somebody saves them; hashes are made before the transaction, since they take a while. */
export interface Member {
  readonly operator: Operator
  readonly email: string | null
  /** Null leaves the password as it is. */
  readonly passwordHash: string | null
}

export interface SaveMemberParts {
  readonly newSalt: NewSalt
  readonly sha256: Sha256
  readonly nowMs: () => number
}

/** Writes a member of staff into the journal, the e-mail in its private part, and the password's hash beside the tables. */
export async function saveMember(
  work: Work,
  actor: Actor,
  { operator, email, passwordHash }: Member,
  { newSalt, sha256, nowMs }: SaveMemberParts,
): Promise<void> {
  const part = { salt: newSalt(), data: { email } }
  const body = { operator, privateHash: privateHash(part, sha256) }
  await work.record(actor, { type: 'operator_saved', body, private: part })
  if (passwordHash === null) return
  const changedAt = new Date(nowMs()).toISOString()
  await work.tx.run(keepPasswordHash, { userId: operator.id, hash: passwordHash, changedAt })
}
