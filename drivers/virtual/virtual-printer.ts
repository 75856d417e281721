import type { MemoryCable } from '#drivers/transport/memory-cable.ts'
import type { Transport } from '#drivers/transport/transport.ts'
import { commandLength, EscPosInterpreter } from '#drivers/virtual/escpos-interpreter.ts'
import { PaperRoll } from '#drivers/virtual/paper-roll.ts'
import { RealtimeSieve } from '#drivers/virtual/realtime-sieve.ts'
import type { VirtualDrawer } from '#drivers/virtual/virtual-drawer.ts'

/** A TM-T88's receive buffer: what does not fit waits on the wire. */
const BUFFER_BYTES_MAX = 4096

/** The panel's knobs of a printer. */
export interface PrinterKnobs {
  readonly cover: 'open' | 'closed'
  readonly paper: 'ok' | 'near_end' | 'out'
  readonly power: 'on' | 'off'
}

/**
 * A receipt printer from Epson's manual: real-time commands on arrival, everything else through a receive buffer that
 * waits while the cover is open or the paper is out, and goes on by itself afterwards. Power off empties the buffer.
 */
export class VirtualPrinter {
  readonly #cable: MemoryCable
  readonly #drawer: VirtualDrawer
  readonly #onChange: () => void
  readonly #paper: PaperRoll
  readonly #interpreter: EscPosInterpreter
  #knobs: PrinterKnobs = { cover: 'closed', paper: 'ok', power: 'on' }
  #isCablePlugged = true
  #end: Transport | undefined
  #buffer: Uint8Array = new Uint8Array()
  #sieve = new RealtimeSieve()
  #automaticStatus = 0
  #lastStatus = ''
  #wakeReader: (() => void) | undefined

  constructor(cable: MemoryCable, drawer: VirtualDrawer, columns: number, onChange: () => void) {
    this.#cable = cable
    this.#drawer = drawer
    this.#onChange = onChange
    this.#paper = new PaperRoll(columns)
    this.#interpreter = new EscPosInterpreter(this.#paper, {
      pulseDrawer: () => drawer.pulse(),
      setAutomaticStatus: (bits) => this.#setAutomaticStatus(bits),
      send: (bytes) => this.#send(bytes),
      sensors: () => ({ isPaperNearEnd: this.knobs.paper === 'near_end', isDrawerPinHigh: drawer.isPinHigh }),
    })
    cable.onConnect((end) => void this.#serve(end))
  }

  get knobs(): PrinterKnobs {
    return this.#paper.isOut ? { ...this.#knobs, paper: 'out' } : this.#knobs
  }

  get isCablePlugged(): boolean {
    return this.#isCablePlugged
  }

  get bufferedBytes(): number {
    return this.#buffer.length
  }

  get paperRows(): readonly string[] {
    return this.#paper.rows
  }

  turn(knobs: Partial<PrinterKnobs>): void {
    this.#knobs = { ...this.knobs, ...knobs }
    if (knobs.paper !== undefined) this.#paper.load(knobs.paper === 'out' ? 0 : Infinity)
    if (knobs.power === 'off') this.#forget()
    this.#connect()
    this.#work()
  }

  /** Puts in a roll that ends after so many rows. */
  loadRows(rows: number): void {
    this.#paper.load(rows)
    this.#work()
  }

  setCable(isPlugged: boolean): void {
    this.#isCablePlugged = isPlugged
    this.#connect()
  }

  /** The drawer moved: its pin is part of the status. */
  drawerMoved(): void {
    this.#tellStatus()
  }

  /** A printer on USB is gone from the bus without its cable as without its power. */
  #connect(): void {
    if (this.#isCablePlugged && this.#knobs.power === 'on') this.#cable.plug()
    else this.#cable.unplug()
  }

  #forget(): void {
    this.#buffer = new Uint8Array()
    this.#sieve = new RealtimeSieve()
    this.#interpreter.reset()
  }

  async #serve(end: Transport): Promise<void> {
    this.#end = end
    void end.ended.then(() => {
      if (this.#end === end) this.#end = undefined
      this.#wakeReader?.()
    })
    for await (const chunk of end.readable) {
      // A new connection has come while this one waited for room: what it still held is lost.
      if (this.#end !== end && this.#end !== undefined) return
      for (const byte of chunk) this.#receive(byte)
      this.#work()
      while (this.#buffer.length >= BUFFER_BYTES_MAX && this.#end === end) {
        await new Promise<void>((resolve) => {
          this.#wakeReader = resolve
        })
      }
    }
  }

  #receive(byte: number): void {
    const { data, command } = this.#sieve.push(byte)
    if (data.length > 0) this.#buffer = Buffer.concat([this.#buffer, Uint8Array.from(data)])
    const [, kind, first = 0, second] = command
    if (kind === 0x04) this.#send(Uint8Array.of(this.#realtimeStatus(first)))
    if (kind === 0x14 && first === 1 && second === 0) this.#drawer.pulse()
  }

  get #isReady(): boolean {
    const { cover, paper, power } = this.knobs
    return cover === 'closed' && paper !== 'out' && power === 'on'
  }

  /** Prints what is in the buffer, as long as nothing stands in the way. */
  #work(): void {
    let from = 0
    while (this.#isReady) {
      const rest = this.#buffer.subarray(from)
      const length = rest.length === 0 ? 0 : commandLength(rest)
      if (length === 0) break
      from += length
      this.#interpreter.execute(rest.subarray(0, length))
    }
    // A reset while printing (power off) leaves nothing to cut off.
    this.#buffer = this.#buffer.slice(from)
    if (this.#buffer.length < BUFFER_BYTES_MAX) this.#wakeReader?.()
    this.#tellStatus()
    this.#onChange()
  }

  #setAutomaticStatus(bits: number): void {
    this.#automaticStatus = bits
    this.#lastStatus = ''
    this.#tellStatus()
  }

  /** GS a: four bytes at once and whenever they change. */
  #tellStatus(): void {
    if (this.#automaticStatus === 0) return
    const { cover, paper } = this.knobs
    const isOffline = !this.#isReady
    const first = 0x10 | (this.#drawer.isPinHigh ? 0x04 : 0) | (isOffline ? 0x08 : 0) | (cover === 'open' ? 0x20 : 0)
    const third = (paper === 'ok' ? 0 : 0x03) | (paper === 'out' ? 0x0c : 0)
    const status = Uint8Array.of(first, 0, third, 0)
    if (status.join() === this.#lastStatus) return
    this.#lastStatus = status.join()
    this.#send(status)
  }

  #realtimeStatus(n: number): number {
    const { cover, paper } = this.knobs
    const fixed = 0x12
    if (n === 1) return fixed | (this.#drawer.isPinHigh ? 0x04 : 0) | (this.#isReady ? 0 : 0x08)
    if (n === 2) return fixed | (cover === 'open' ? 0x04 : 0) | (paper === 'out' ? 0x20 : 0)
    return n === 4 ? fixed | (paper === 'ok' ? 0 : 0x0c) | (paper === 'out' ? 0x60 : 0) : fixed
  }

  #send(bytes: Uint8Array): void {
    void this.#end?.write(bytes).catch(() => undefined)
  }
}
