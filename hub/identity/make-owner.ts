import { randomBytes } from 'node:crypto'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Operator } from '#core/staff/operator.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { Passwords } from '#hub/identity/passwords.ts'
import { saveMember, type SaveMemberParts } from '#hub/identity/save-member.ts'
import { findUserByEmail } from '#hub/identity/user-queries.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import type { Journal, Work } from '#hub/ingest/journal.ts'

export interface MakeOwnerParts extends SaveMemberParts {
  readonly journal: Journal
  readonly passwords: Passwords
}

/** 96 bits: nobody types it more than once. */
const PASSWORD_BYTES = 12
const OPERATOR_NUMBER_MAX = 9999

const lastNumbers = defineQuery((db) =>
  db.selectFrom('users').select(({ fn }) => [fn.max('id').as('id'), fn.max('operator_number').as('number')]),
)

/** The row of the owner with that address as it is to be: the one that is there, or the next new one. */
const ownerOf = async ({ tx }: Work, email: string, name: string): Promise<Operator> => {
  const known = await tx.one(findUserByEmail, { email })
  if (known !== undefined) {
    if (known.role !== 'admin') {
      throw new DomainError('conflict', 'Somebody with this e-mail address is here already, and is no owner.')
    }
    const { id, operator_number: number, pin_verifier: pinVerifier } = known
    return { id, number, name, role: 'admin', pinVerifier, isActive: true }
  }
  const last = await tx.one(lastNumbers, {})
  const number = Math.min((last?.number ?? 0) + 1, OPERATOR_NUMBER_MAX)
  return { id: (last?.id ?? 0) + 1, number, name, role: 'admin', pinVerifier: null, isActive: true }
}

/**
 * Makes an owner of the API, or gives one that is there a new password: what a hub without anybody starts with. Gives
 * the password, this once. 'conflict' for somebody who is no owner.
 */
export async function makeOwner(
  parts: MakeOwnerParts,
  { email, name }: { readonly email: string; readonly name: string },
): Promise<string> {
  const password = randomBytes(PASSWORD_BYTES).toString('base64url')
  const passwordHash = await parts.passwords.hash(password)
  await parts.journal.write(async (work) => {
    const operator = await ownerOf(work, email, name)
    await saveMember(work, programActor, { operator, email, passwordHash }, parts)
  })
  return password
}
