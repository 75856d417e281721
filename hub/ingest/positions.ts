import type { Position } from '#core/protocol/messages.ts'
import type { Reader } from '#hub/db/connection.ts'
import { findStream } from '#hub/ingest/entry-queries.ts'

/** Says how far the hub durably holds streams; counts its answers, so that a late one changes nothing at a till. */
export class Positions {
  readonly hubBoot: string
  #counter = 0

  constructor(hubBoot: string) {
    this.hubBoot = hubBoot
  }

  /** The next answer. Make it from what is committed, and in the order of the commits. */
  next(
    held: readonly { readonly stream: string; readonly last: number; readonly quarantined: string | undefined }[],
  ): Position {
    this.#counter += 1
    const quarantined = held.flatMap(({ stream, quarantined: why }) => (why === undefined ? [] : [{ stream, why }]))
    return {
      hubBoot: this.hubBoot,
      counter: this.#counter,
      positions: held.map(({ stream, last }) => ({ stream, last })),
      ...(quarantined.length === 0 ? {} : { quarantined }),
    }
  }

  /** Answers a status: how far each of these streams of the device is held; 0 for what was never met. */
  async ofStreams(reader: Reader, deviceId: string, streams: readonly string[]): Promise<Position> {
    const held = await Promise.all(
      streams.map(async (stream) => {
        const row = await reader.one(findStream, { stream })
        const isTheirs = row?.device_id === deviceId
        return {
          stream,
          last: isTheirs ? row.last_seq : 0,
          quarantined: isTheirs ? (row.quarantined_why ?? undefined) : undefined,
        }
      }),
    )
    return this.next(held)
  }
}
