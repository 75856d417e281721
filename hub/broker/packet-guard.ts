import { MESSAGE_BYTES_MAX } from '#core/protocol/messages.ts'

/** Bytes a packet may have before CONNECT is accepted: a CONNECT with its will has a few hundred. */
export const PACKET_BYTES_BEFORE_CONNECT_MAX = 64 * 1024

/** Bytes a packet may have afterwards: a batch with the largest entry, and room. */
export const PACKET_BYTES_MAX = MESSAGE_BYTES_MAX

/** Why the guard closes a connection. */
export type PacketFault = 'packet_too_large' | 'packet_malformed'

const CONNECT = 1
const LENGTH_BYTES_MAX = 4 // MQTT 3.1.1, section 2.2.3
const HEADER_AND_LENGTH_BYTES = 5

/**
 * Reads nothing but the fixed header of each MQTT packet (MQTT 3.1.1, section 2.2), and so knows a packet's size before
 * the broker buffers it: aedes has no limit of its own.
 */
export class PacketGuard {
  #limitBytes = PACKET_BYTES_BEFORE_CONNECT_MAX
  #isFirst = true
  #type: number | undefined
  #length = 0
  #lengthBytes = 0
  #skipBytes = 0

  /** From now on packets may be large: the broker has accepted CONNECT. */
  raiseLimit(): void {
    this.#limitBytes = PACKET_BYTES_MAX
  }

  /** Looks at the next bytes of the connection; a fault means that they must not reach the broker. */
  check(chunk: Uint8Array): PacketFault | undefined {
    let at = 0
    while (at < chunk.length) {
      if (this.#skipBytes > 0) {
        const skipped = Math.min(this.#skipBytes, chunk.length - at)
        this.#skipBytes -= skipped
        at += skipped
      } else {
        const fault = this.#readHeader(chunk[at] ?? 0)
        if (fault !== undefined) return fault
        at += 1
      }
    }
    return undefined
  }

  #readHeader(byte: number): PacketFault | undefined {
    if (this.#type === undefined) return this.#readType(byte)
    this.#length += (byte & 127) * 128 ** this.#lengthBytes
    this.#lengthBytes += 1
    if ((byte & 128) !== 0) return this.#lengthBytes === LENGTH_BYTES_MAX ? 'packet_malformed' : undefined
    this.#type = undefined
    this.#skipBytes = this.#length
    return this.#length + HEADER_AND_LENGTH_BYTES > this.#limitBytes ? 'packet_too_large' : undefined
  }

  #readType(byte: number): PacketFault | undefined {
    const isFirst = this.#isFirst
    this.#isFirst = false
    this.#type = byte >>> 4
    this.#length = 0
    this.#lengthBytes = 0
    return (this.#type === CONNECT) === isFirst ? undefined : 'packet_malformed'
  }
}
