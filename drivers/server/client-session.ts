import type { Socket } from 'node:net'
import { Check } from 'typebox/value'
import type { MethodTable } from '#drivers/server/method-table.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { DeviceEvent } from '#drivers/socket/events.ts'
import { LineReader } from '#drivers/socket/line-reader.ts'
import { Request, type Fault, type ServerLine } from '#drivers/socket/messages.ts'
import { methods, type MethodName } from '#drivers/socket/methods.ts'

/** A client that asks more at once than a till ever does has lost its mind. */
const RUNNING_MAX = 64

/** A client that does not read is cut off before it fills our memory. */
const UNREAD_BYTES_MAX = 4 * 1024 * 1024

/** What a session reports of itself; never what was in a message. */
export interface SessionNotes {
  readonly refused: (reason: 'not_json' | 'not_a_request' | 'too_long' | 'too_many' | 'does_not_read') => void
  /** A bug: the request failed by something else than a device fault. */
  readonly failed: (method: string, error: unknown) => void
}

const isMethod = (name: string): name is MethodName => Object.hasOwn(methods, name)

/** One client at the devices socket. */
export class ClientSession {
  readonly #socket: Socket
  readonly #table: MethodTable
  readonly #notes: SessionNotes
  readonly #lines = new LineReader()
  #running = 0

  constructor(socket: Socket, table: MethodTable, notes: SessionNotes) {
    this.#socket = socket
    this.#table = table
    this.#notes = notes
    socket.on('data', (chunk) => this.#receive(chunk))
    // Every error is followed by 'close'; the server forgets the session there.
    socket.on('error', () => undefined)
  }

  tell(line: ServerLine | DeviceEvent): void {
    this.#socket.write(`${JSON.stringify(line)}\n`)
    if (this.#socket.writableLength > UNREAD_BYTES_MAX) this.#cutOff('does_not_read')
  }

  #receive(chunk: Buffer): void {
    const lines = this.#lines.push(chunk)
    if (lines === undefined) this.#cutOff('too_long')
    for (const line of lines ?? []) this.#take(line)
  }

  #take(line: string): void {
    const request = parse(line)
    if (request === undefined) {
      this.#notes.refused('not_json')
      return
    }
    if (!Check(Request, request)) {
      this.#notes.refused('not_a_request')
      return
    }
    if (this.#running >= RUNNING_MAX) {
      this.#cutOff('too_many')
      return
    }
    void this.#serve(request)
  }

  async #serve({ id, method, params }: Request): Promise<void> {
    this.#running += 1
    try {
      this.tell({ id, result: await this.#run(method, params) })
    } catch (error) {
      if (!(error instanceof DeviceError)) this.#notes.failed(method, error)
      this.tell({ id, fault: faultOf(error) })
    } finally {
      this.#running -= 1
    }
  }

  async #run(method: string, params: unknown): Promise<unknown> {
    const serve = isMethod(method) ? this.#table[method] : undefined
    if (!isMethod(method) || serve === undefined) {
      throw new DeviceError('NoExist', 'devices', 'This request is not served here.', { detail: 'UnknownMethod' })
    }
    if (!Check(methods[method].params, params)) {
      throw new DeviceError('Illegal', 'devices', `The parameters of ${method} are not of their form.`)
    }
    // Checked by the schema of this very method; the compiler cannot follow the pair through the table.
    return (serve as (params: unknown) => unknown)(params)
  }

  #cutOff(reason: Parameters<SessionNotes['refused']>[0]): void {
    this.#notes.refused(reason)
    this.#socket.destroy()
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

/** A bug is told without its inside. */
function faultOf(error: unknown): Fault {
  if (!(error instanceof DeviceError)) {
    return { code: 'Failure', device: 'devices', message: 'The devices process made a mistake; its log says which.' }
  }
  const { code, device, message, detail } = error
  const fault = { code, device, message: message.slice(0, 300) }
  return detail === undefined ? fault : { ...fault, detail }
}
