import { counterSignedText, type CounterSignature } from '#core/journal/anchor.ts'
import type { JournalPlace } from '#core/journal/entry.ts'
import type { Signer } from '#core/ports/signature.ts'
import type { Position } from '#core/protocol/messages.ts'
import type { Reader } from '#hub/db/connection.ts'
import { findStream } from '#hub/ingest/entry-queries.ts'

/** How far a stream is held, as it is committed. */
interface Held {
  readonly stream: string
  readonly last: number
  readonly quarantined: string | undefined
  /** An anchor that is held, to be counter-signed. */
  readonly anchored: JournalPlace | undefined
}

const anchorOf = (row: {
  readonly stream: string
  readonly anchored_seq: number | null
  readonly anchored_hash: string | null
}): JournalPlace | undefined => {
  const { stream, anchored_seq: seq, anchored_hash: hash } = row
  return seq === null || hash === null ? undefined : { stream, seq, hash }
}

/** Says how far the hub durably holds streams; counts its answers, so that a late one changes nothing at a till. */
export class Positions {
  readonly hubBoot: string
  readonly #signer: Signer
  #counter = 0

  constructor(hubBoot: string, signer: Signer) {
    this.hubBoot = hubBoot
    this.#signer = signer
  }

  /** The next answer. Make it from what is committed, and in the order of the commits. */
  next(held: readonly Held[]): Position {
    this.#counter += 1
    const anchored = held.findLast((stream) => stream.anchored !== undefined)?.anchored
    const quarantined = held.flatMap(({ stream, quarantined: why }) => (why === undefined ? [] : [{ stream, why }]))
    return {
      hubBoot: this.hubBoot,
      counter: this.#counter,
      positions: held.map(({ stream, last }) => ({ stream, last })),
      ...(quarantined.length === 0 ? {} : { quarantined }),
      ...(anchored === undefined ? {} : { counterSignature: this.#counterSign(anchored) }),
    }
  }

  #counterSign(anchored: JournalPlace): CounterSignature {
    const { keyId, publicKey, sign } = this.#signer
    const unsigned = { ...anchored, keyId, publicKey }
    return { ...unsigned, signature: sign(counterSignedText(unsigned)) }
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
          anchored: isTheirs ? anchorOf(row) : undefined,
        }
      }),
    )
    return this.next(held)
  }
}
