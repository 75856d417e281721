import { setTimeout as sleep } from 'node:timers/promises'
import type { Device } from '#drivers/device/device.ts'
import type { DriverPorts } from '#drivers/device/driver-ports.ts'
import type { HealthRecord } from '#drivers/device/health-record.ts'
import { makeWire } from '#drivers/device/make-wire.ts'
import { ReplyWaiter } from '#drivers/device/reply-waiter.ts'
import { RequestQueue } from '#drivers/device/request-queue.ts'
import type { Wire } from '#drivers/device/wire.ts'
import { encodeDocument } from '#drivers/printer/encode-document.ts'
import { askOfflineCause, fence, pulseDrawer, tellStatus } from '#drivers/printer/escpos-commands.ts'
import { JobBook } from '#drivers/printer/job-book.ts'
import { attentionOf } from '#drivers/printer/printer-attention.ts'
import { obstacleOf, type PrinterMessage, type PrinterStatus } from '#drivers/printer/printer-status.ts'
import { StatusDecoder } from '#drivers/printer/status-decoder.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { DeviceHealth } from '#drivers/socket/device-health.ts'
import type { Params, PrintResult } from '#drivers/socket/methods.ts'

/** Real-time status comes within 50 ms from a printer that is switched on. */
const REALTIME_TIMEOUT_MS = 500

/** A printer does 40 lines a second: thirty seconds are 1,200 lines, the longest receipt twice. */
const PRINT_TIMEOUT_MS = 30_000

/** An open cover or the end of the paper is believed once it has lasted: a hand may be mending it. */
const STALL_MS = 1500

/** Small pieces let a real-time command get in between. */
const PIECE_BYTES = 512

/** Paper of so many columns, and how long an obstacle may last before a job counts as unconfirmed. */
export interface EscPosPrinterOptions {
  readonly columns: number
  readonly stallMs?: number
}

/** A receipt printer that speaks ESC/POS and confirms what it printed (Epson; the fence is GS ( H). */
export class EscPosPrinter implements Device {
  readonly #ports: DriverPorts
  readonly #options: EscPosPrinterOptions
  readonly #wire: Wire
  readonly #health: HealthRecord
  readonly #queue: RequestQueue
  readonly #realtime: RequestQueue
  readonly #messages: ReplyWaiter<PrinterMessage>
  readonly #jobs: JobBook
  readonly #running = new Map<string, Promise<PrintResult>>()
  readonly #statusListeners = new Set<(status: PrinterStatus | undefined) => void>()
  #decoder = new StatusDecoder()
  #status: PrinterStatus | undefined
  #sending: Promise<void> | undefined

  constructor(ports: DriverPorts, options: EscPosPrinterOptions) {
    this.#ports = ports
    this.#options = options
    this.#queue = new RequestQueue(ports.name)
    this.#realtime = new RequestQueue(ports.name)
    this.#messages = new ReplyWaiter(ports.name)
    this.#jobs = new JobBook(Math.floor(ports.random() * 36 ** 4))
    const { wire, health } = makeWire(ports, {
      kind: 'printer',
      awayText: 'The receipt printer is not connected. Check its cable and power.',
      onOpen: () => this.#setUp(),
      onBytes: (chunk) => {
        for (const message of this.#decoder.push(chunk)) this.#take(message)
      },
      onLost: () => this.#lost(),
    })
    this.#wire = wire
    this.#health = health
  }

  health(): DeviceHealth {
    return this.#health.current
  }

  start(): void {
    this.#wire.start()
  }

  async close(): Promise<void> {
    await this.#wire.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** What the printer last said of itself; `undefined` while it is away. */
  get status(): PrinterStatus | undefined {
    return this.#status
  }

  /** Calls the listener with each status, and with `undefined` when the printer goes away. */
  onStatus(listener: (status: PrinterStatus | undefined) => void): void {
    this.#statusListeners.add(listener)
  }

  /** Opens the drawer at this printer's connector, in real time: even while the printer is out of paper. */
  async pulseDrawer(): Promise<void> {
    await this.#wire.write(pulseDrawer)
  }

  /** Prints a job once. A job id that was sent before is never sent again: it gets the outcome that it had. */
  async print(job: Params<'printer.print'>): Promise<PrintResult> {
    const earlier = this.#running.get(job.jobId) ?? this.#jobs.find(job.jobId)
    if (earlier !== undefined) return earlier
    const bytes = encodeDocument(job.document, this.#options.columns)
    const running = this.#queue
      .run(() => this.#print(job.jobId, bytes), PRINT_TIMEOUT_MS)
      .catch(refusal)
      .finally(() => this.#running.delete(job.jobId))
    this.#running.set(job.jobId, running)
    return running
  }

  /** What is known of a job by now; rejects with `NoExist` for one that this process never sent. */
  outcome(jobId: string): PrintResult {
    const result = this.#jobs.find(jobId)
    if (result !== undefined) return result
    throw new DeviceError('NoExist', this.#ports.name, `No job ${jobId} was sent to the printer.`)
  }

  async #print(jobId: string, bytes: Uint8Array): Promise<PrintResult> {
    const cause = await this.#preflight()
    if (cause !== undefined) return { outcome: 'refused', cause }
    const processId = this.#jobs.begin(jobId)
    const ends = AbortSignal.timeout(PRINT_TIMEOUT_MS)
    const reached = this.#messages
      .next((message) => isFence(message, processId), ends)
      .then(
        () => 'confirmed' as const,
        (error: unknown) => (error instanceof DeviceError && error.code === 'Timeout' ? 'timeout' : 'offline'),
      )
    // The rest is sent even if nobody waits any longer: half a receipt would be worse than a late one.
    this.#sending = this.#send(Buffer.concat([bytes, fence(processId)])).finally(() => {
      this.#sending = undefined
    })
    const end = await Promise.race([reached, this.#stall(ends)])
    const result: PrintResult = end === 'confirmed' ? { outcome: 'confirmed' } : { outcome: 'unconfirmed', cause: end }
    this.#jobs.note(jobId, result)
    return result
  }

  /** What speaks against sending the first byte. */
  async #preflight(): Promise<PrintResult['cause']> {
    if (!this.#wire.isOpen) return 'offline'
    // A question would wait behind what is still being sent.
    if (this.#sending === undefined) return this.#askObstacle()
    return (this.#status && obstacleOf(this.#status)) ?? 'busy'
  }

  async #askObstacle(): Promise<PrintResult['cause']> {
    try {
      const byte = await this.#ask(askOfflineCause)
      if ((byte & 0x04) !== 0) return 'cover_open'
      if ((byte & 0x20) !== 0) return 'paper_out'
      return (byte & 0x40) === 0 ? undefined : 'failure'
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error
      return 'offline'
    }
  }

  /** Resolves once an obstacle has lasted too long. */
  async #stall(ends: AbortSignal): Promise<'cover_open' | 'paper_out' | 'failure' | 'timeout'> {
    const stallMs = this.#options.stallMs ?? STALL_MS
    const { clock } = this.#ports
    let freeAtMs = clock.monotonicMs()
    while (!ends.aborted && this.#wire.isOpen) {
      const obstacle = this.#status === undefined ? undefined : obstacleOf(this.#status)
      if (obstacle === undefined) freeAtMs = clock.monotonicMs()
      else if (clock.monotonicMs() - freeAtMs >= stallMs) return obstacle
      await sleep(stallMs / 10)
    }
    return 'timeout'
  }

  async #send(bytes: Uint8Array): Promise<void> {
    try {
      for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
        await this.#wire.write(bytes.subarray(from, from + PIECE_BYTES))
      }
    } catch (error) {
      // The loss of the wire ends the wait for the fence, which tells of it.
      if (!(error instanceof DeviceError)) throw error
    }
  }

  async #ask(question: Uint8Array): Promise<number> {
    return this.#realtime.run(async (signal) => {
      const reply = this.#messages.next((message) => message.kind === 'realtime', signal)
      const sent = this.#wire.write(question)
      const [message] = await Promise.all([reply, sent])
      return message.kind === 'realtime' ? message.byte : 0
    }, REALTIME_TIMEOUT_MS)
  }

  async #setUp(): Promise<void> {
    try {
      await this.#wire.write(tellStatus)
      await this.#ask(askOfflineCause)
    } catch (error) {
      const attention = 'The receipt printer does not answer. Check that it is switched on.'
      if (this.#wire.isOpen) this.#health.set({ state: 'error', power: 'off', attention })
      throw error
    }
  }

  #take(message: PrinterMessage): void {
    this.#messages.offer(message)
    if (message.kind === 'status') this.#takeStatus(message.status)
    if (message.kind !== 'fence') return
    const jobId = this.#jobs.confirm(message.processId)
    // Nobody waits any longer, so it is told as news.
    if (jobId !== undefined && !this.#running.has(jobId)) {
      this.#ports.tell({ event: 'printed', jobId, result: { outcome: 'confirmed' } })
    }
  }

  #takeStatus(status: PrinterStatus): void {
    this.#status = status
    const obstacle = obstacleOf(status)
    this.#health.set({
      state: obstacle === undefined ? 'idle' : 'error',
      power: 'online',
      attention: attentionOf(status),
    })
    for (const listener of this.#statusListeners) listener(status)
  }

  #lost(): void {
    this.#decoder = new StatusDecoder()
    this.#status = undefined
    this.#messages.failAll()
    for (const listener of this.#statusListeners) listener(undefined)
  }
}

const isFence = (message: PrinterMessage, processId: string): boolean =>
  message.kind === 'fence' && message.processId === processId

/** The queue was full, or the turn never came: not a byte was sent. */
function refusal(error: unknown): PrintResult {
  if (error instanceof DeviceError) return { outcome: 'refused', cause: 'busy' }
  throw error
}
