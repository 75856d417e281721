import { sql } from 'kysely'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

/**
 * Devices that may have refunded what this start of the hub does not know of: unheard of since, or not applied to their
 * heads. One that reported and was switched off since holds nothing: what it handed over it does not refund alone.
 */
const listHolding = defineQuery((db, p: { startedAt: string }) =>
  db
    .selectFrom('devices')
    .leftJoin('device_states', 'device_states.device_id', 'devices.id')
    .select('devices.name')
    .where('devices.pin', 'is not', null)
    .where(
      sql<boolean>`(device_states.seen_at is null or device_states.seen_at < ${p.startedAt}
        or exists (select 1 from json_each(device_states.state, '$.heads') as head
          left join streams on streams.stream = head.value ->> '$.stream'
          where coalesce(streams.last_seq, 0) < head.value ->> '$.head'))`,
    ),
)

/** Names the tills that hold refunds; empty when every enrolled one has reported since the start and is applied. */
export const tillsThatHold = async (reader: Reader, startedAt: string): Promise<string[]> =>
  (await reader.all(listHolding, { startedAt })).map(({ name }) => name)
