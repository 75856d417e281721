import type { MemoryCable } from '#drivers/transport/memory-cable.ts'
import type { Transport } from '#drivers/transport/transport.ts'

/** Fifteen kilograms, the usual capacity at a till. */
const CAPACITY_GRAMS = 15_000

/** What lies on the pan. */
export interface Pan {
  readonly weightGrams: number
  readonly isStable: boolean
}

/**
 * A Mettler Toledo 8217 set to kilograms with three decimals, answering from its manual: `W` weight, `Z` zero,
 * `E`hello echo test, anything else is a bad command.
 */
export class VirtualScale {
  #pan: Pan = { weightGrams: 0, isStable: true }

  constructor(cable: MemoryCable) {
    cable.onConnect((end) => void this.#serve(end))
  }

  get pan(): Pan {
    return this.#pan
  }

  put(pan: Pan): void {
    this.#pan = pan
  }

  async #serve(end: Transport): Promise<void> {
    for await (const chunk of end.readable) {
      for (const byte of chunk) await end.write(this.#answer(String.fromCharCode(byte & 0x7f))).catch(() => undefined)
    }
  }

  #answer(command: string): Uint8Array {
    if (command === 'W') return this.#weigh()
    // Bit 6: the command is not understood.
    return command === 'Z' ? status(0x10) : status(0x40)
  }

  #weigh(): Uint8Array {
    const { weightGrams, isStable } = this.#pan
    if (weightGrams > CAPACITY_GRAMS) return status(0x02)
    if (weightGrams < 0) return status(0x04)
    if (!isStable) return status(0x01)
    const digits = String(weightGrams).padStart(5, '0')
    return Buffer.from(`\x02${digits.slice(0, 2)}.${digits.slice(2)}\r`, 'latin1')
  }
}

const status = (bits: number): Uint8Array => Uint8Array.of(0x02, 0x3f, bits, 0x0d)
