import { sql } from 'kysely'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

/**
 * Devices that may have refunded what this start of the hub does not know of: unheard of since, or not applied to the
 * heads that they told with their status or with a batch; what is kept apart is never applied, and holds nothing. One that reported and was switched off since holds nothing: what it handed over it does not refund alone. Nor
 * does one that a manager has released, until it reports.
 */
const listHolding = defineQuery((db) =>
  db
    .selectFrom('devices')
    .leftJoin('device_states', 'device_states.device_id', 'devices.id')
    .select(['devices.id', 'devices.name', 'device_states.seen_at'])
    .where('devices.pin', 'is not', null)
    .where(
      sql<boolean>`(coalesce(device_states.has_reported, 0) = 0
        or exists (select 1 from json_each(device_states.state, '$.heads') as head
          left join streams on streams.stream = head.value ->> '$.stream'
          where coalesce(streams.last_seq, 0) < head.value ->> '$.head' and streams.quarantined_why is null)
        or exists (select 1 from told_heads left join streams on streams.stream = told_heads.stream
          where told_heads.device_id = devices.id and coalesce(streams.last_seq, 0) < told_heads.seq
            and streams.quarantined_why is null))`,
    )
    .where(
      sql<boolean>`not exists (select 1 from hold_releases as released where released.device_id = devices.id
        and released.is_open = 1)`,
    )
    .orderBy('devices.device_number'),
)

/** A device that refunds wait for. */
export interface HoldingDevice {
  readonly id: string
  readonly name: string
  /** When it last reported; null: never. */
  readonly seen_at: string | null
}

/** The devices that hold refunds; none when every enrolled one has reported since the start and is applied, or was released. */
export const devicesThatHold = async (reader: Reader): Promise<readonly HoldingDevice[]> => reader.all(listHolding, {})

/** Names the tills that hold refunds. */
export const tillsThatHold = async (reader: Reader): Promise<string[]> =>
  (await devicesThatHold(reader)).map(({ name }) => name)
