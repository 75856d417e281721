import { createConnection, type Socket } from 'node:net'
import { Check } from 'typebox/value'
import { Backoff } from '#drivers/socket/backoff.ts'
import type { DeviceEvent } from '#drivers/socket/events.ts'
import { LineReader } from '#drivers/socket/line-reader.ts'
import { PROTOCOL_VERSION, ServerLine, type Hello } from '#drivers/socket/messages.ts'
import type { MethodName, Params, Result } from '#drivers/socket/methods.ts'
import { PendingRequests } from '#drivers/socket/pending-requests.ts'
import { checkSocketPath } from '#drivers/socket/socket-path.ts'

/** Longer than most devices take. */
const REQUEST_TIMEOUT_MS = 15_000

/** What takes longer: each is above the driver's own deadline, which is the one that should strike. */
const longTimeoutsMs: { readonly [Name in MethodName]?: number } = {
  'printer.print': 75_000,
  'scale.read': 65_000,
  'terminal.charge': 190_000,
}

/** The launcher has the process back within a second: ask soon, and never less often than every two seconds. */
const RECONNECT_FIRST_MS = 50
const RECONNECT_LAST_MS = 2000

/** Whether there is a devices process at the other end; `isVirtual` says that it serves the panel. */
export type Link = { readonly state: 'up'; readonly isVirtual: boolean } | { readonly state: 'down' }

/** Where the devices process listens, and the chance that spreads its reconnects. */
export interface DevicesClientOptions {
  readonly socketPath: string
  readonly random?: () => number
}

/**
 * The till's end of the devices socket. It reconnects by itself; requests made while the link is down wait for it a
 * few seconds. A `DeviceError` of the detail `Unanswered` means that the request was sent and may have been carried out;
 * it is never repeated. `NotSent` means that nothing happened.
 */
export class DevicesClient implements AsyncDisposable {
  readonly #socketPath: string
  readonly #backoff: Backoff
  readonly #pending = new PendingRequests()
  readonly #eventListeners = new Set<(event: DeviceEvent) => void>()
  readonly #linkListeners = new Set<(link: Link) => void>()
  #socket: Socket | undefined
  #retry: NodeJS.Timeout | undefined
  #link: Link = { state: 'down' }
  #isClosed = false
  #invalidLines = 0

  constructor(options: DevicesClientOptions) {
    checkSocketPath(options.socketPath)
    this.#socketPath = options.socketPath
    this.#backoff = new Backoff({
      firstMs: RECONNECT_FIRST_MS,
      lastMs: RECONNECT_LAST_MS,
      random: options.random ?? Math.random,
    })
    this.#connect()
  }

  get link(): Link {
    return this.#link
  }

  /** Lines that were not of the protocol, since the start: they are dropped. */
  get invalidLines(): number {
    return this.#invalidLines
  }

  /** Asks for one thing; rejects with a `DeviceError`. */
  async request<Name extends MethodName>(
    method: Name,
    params: Params<Name>,
    options: { readonly timeoutMs?: number } = {},
  ): Promise<Result<Name>> {
    const timeoutMs = options.timeoutMs ?? longTimeoutsMs[method] ?? REQUEST_TIMEOUT_MS
    const answer = this.#pending.add(method, params, timeoutMs)
    if (this.#isClosed) this.#pending.failAll()
    else this.#flush()
    return answer
  }

  /** Calls the listener with each event; the function that it gives back ends that. */
  onEvent(listener: (event: DeviceEvent) => void): () => void {
    this.#eventListeners.add(listener)
    return () => this.#eventListeners.delete(listener)
  }

  /** Calls the listener when the link comes up or goes down; `link` tells how it is now. */
  onLink(listener: (link: Link) => void): () => void {
    this.#linkListeners.add(listener)
    return () => this.#linkListeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#retry)
    this.#socket?.destroy()
    this.#pending.failAll()
    this.#setLink({ state: 'down' })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #connect(): void {
    const socket = createConnection(this.#socketPath)
    const lines = new LineReader()
    this.#socket = socket
    socket.on('data', (chunk) => this.#receive(socket, lines.push(chunk)))
    // Every error is followed by 'close', where it is dealt with.
    socket.on('error', () => undefined)
    socket.on('close', () => this.#lost())
  }

  #lost(): void {
    this.#pending.failSent()
    this.#setLink({ state: 'down' })
    if (!this.#isClosed) this.#retry = setTimeout(() => this.#connect(), this.#backoff.next())
  }

  #receive(socket: Socket, lines: readonly string[] | undefined): void {
    if (lines === undefined) {
      socket.destroy()
      return
    }
    for (const line of lines) {
      const message = parse(line)
      if (message === undefined) this.#invalidLines += 1
      else this.#dispatch(socket, message)
    }
  }

  #dispatch(socket: Socket, message: ServerLine): void {
    if ('result' in message && 'id' in message) this.#pending.answer(message.id, message.result)
    else if ('fault' in message) this.#pending.fault(message.id, message.fault)
    else if (message.event === 'hello') this.#greet(socket, message)
    else for (const listener of this.#eventListeners) listener(message)
  }

  #greet(socket: Socket, hello: Hello): void {
    if (hello.protocol !== PROTOCOL_VERSION) {
      socket.destroy()
      return
    }
    this.#backoff.reset()
    this.#setLink({ state: 'up', isVirtual: hello.isVirtual })
    this.#flush()
  }

  #flush(): void {
    if (this.#link.state === 'down') return
    for (const line of this.#pending.takeUnsent()) this.#socket?.write(line)
  }

  #setLink(link: Link): void {
    if (this.#link.state === link.state) return
    this.#link = link
    for (const listener of this.#linkListeners) listener(link)
  }
}

function parse(line: string): ServerLine | undefined {
  try {
    const message: unknown = JSON.parse(line)
    return Check(ServerLine, message) ? message : undefined
  } catch {
    return undefined
  }
}
