import { DomainError } from '#core/errors/domain-error.ts'
import type { ReserveRequest } from '#core/protocol/reserve.ts'
import type { Reader } from '#hub/db/connection.ts'
import { findStream } from '#hub/ingest/entry-queries.ts'

/** Refuses ('till_not_caught_up') to decide before all that the asking till has written is applied: it may use what is asked for. */
export async function requireApplied(
  reader: Reader,
  { stream, seq }: ReserveRequest['head'],
  deviceId: string,
): Promise<void> {
  const held = await reader.one(findStream, { stream })
  const isApplied = held === undefined ? seq === 0 : held.device_id === deviceId && held.last_seq >= seq
  if (!isApplied) throw new DomainError('till_not_caught_up', 'The hub has not yet all that this till wrote.')
}
