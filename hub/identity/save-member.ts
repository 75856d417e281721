import type { Actor } from '#core/journal/entry.ts'
import type { Operator } from '#core/staff/operator.ts'
import { keepPasswordHash } from '#hub/identity/user-queries.ts'
import type { Work } from '#hub/ingest/journal.ts'
import { sealPrivate, type PrivateParts } from '#hub/ingest/private-part.ts'

/** A member of staff as somebody saves them; hashes are made before the transaction, since they take a while. */
export interface Member {
  readonly operator: Operator
  readonly email: string | null
  /** Null leaves the password as it is. */
  readonly passwordHash: string | null
}

export interface SaveMemberParts extends PrivateParts {
  readonly nowMs: () => number
}

/** Writes a member of staff into the journal, the e-mail in its private part, and the password's hash beside the tables. */
export async function saveMember(
  work: Work,
  actor: Actor,
  { operator, email, passwordHash }: Member,
  parts: SaveMemberParts,
): Promise<void> {
  const { part, hash } = sealPrivate({ email }, parts)
  const body = { operator, privateHash: hash }
  await work.record(actor, { type: 'operator_saved', body, private: part })
  if (passwordHash === null) return
  const changedAt = new Date(parts.nowMs()).toISOString()
  await work.tx.run(keepPasswordHash, { userId: operator.id, hash: passwordHash, changedAt })
}
