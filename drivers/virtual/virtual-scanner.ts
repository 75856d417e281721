import type { MemoryCable } from '#drivers/transport/memory-cable.ts'
import type { Transport } from '#drivers/transport/transport.ts'

/** A scanner with AIM identifiers and CR suffix switched on, as its setup sheet says. It sends whatever it is shown. */
export class VirtualScanner {
  #end: Transport | undefined
  #scans = 0

  constructor(cable: MemoryCable) {
    cable.onConnect((end) => {
      this.#end = end
      void end.ended.then(() => {
        if (this.#end === end) this.#end = undefined
      })
    })
  }

  get scans(): number {
    return this.#scans
  }

  /** Reads one barcode: the identifier (none where it is empty), the data, CR. Without a cable nothing happens. */
  async scan(text: string, aim: string): Promise<void> {
    this.#scans += 1
    await this.#end?.write(Buffer.from(`${aim}${text}\r`, 'utf8')).catch(() => undefined)
  }
}
