import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import type { Journal } from '#hub/ingest/journal.ts'
import { sealPrivate } from '#hub/ingest/private-part.ts'
import { newSalt } from '#hub/ports/new-salt.ts'
import { sha256 } from '#hub/ports/sha256.ts'

type Facts = Omit<EntryBodies['customer_saved'], 'privateHash' | 'cardNumber'>

/** Who it is. */
interface Person {
  readonly name?: string
  readonly phone?: string | null
  readonly cardNumber?: string
}

/** Writes a customer into the journal: the first one, who has no points, unless it is said otherwise. */
export async function saveTestCustomer(
  journal: Journal,
  { name = 'Rosa Diaz', phone = null, cardNumber, ...facts }: Partial<Facts> & Person = {},
): Promise<void> {
  const { part, hash } = sealPrivate(
    { name, phone, ...(cardNumber === undefined ? {} : { cardNumber }) },
    { newSalt, sha256 },
  )
  const body = { id: 1, loyaltyPoints: 0, isActive: true, ...facts, privateHash: hash }
  await journal.write(({ record }) => record(programActor, { type: 'customer_saved', body, private: part }))
}
