import { Check } from 'typebox/value'
import { DeviceError, uposCodes, type DeviceErrorCode } from '#drivers/socket/device-error.ts'
import { LINE_BYTES_MAX, type Fault } from '#drivers/socket/messages.ts'
import { methods, type MethodName, type Result } from '#drivers/socket/methods.ts'

/** The launcher has a killed devices process back within two seconds; a drawer that opens later would be a surprise. */
const LINK_WAIT_MS = 3000

/** A till asks for a handful of things at once; more means that something spins. */
const PENDING_MAX = 64

interface Pending {
  readonly method: MethodName
  readonly line: string
  timer: NodeJS.Timeout
  wasSent: boolean
  settle: (outcome: { readonly result: unknown } | { readonly error: DeviceError }) => void
}

const isCode = (code: string): code is DeviceErrorCode => Object.hasOwn(uposCodes, code)

/** The requests that have no answer yet, sent or waiting for the link, each with its deadline. */
export class PendingRequests {
  readonly #byId = new Map<number, Pending>()
  #lastId = 0

  /** Resolves with the checked result, or rejects with a `DeviceError` that says whether it was sent. */
  add<Name extends MethodName>(method: Name, params: unknown, timeoutMs: number): Promise<Result<Name>> {
    if (this.#byId.size >= PENDING_MAX) {
      return Promise.reject(new DeviceError('Busy', 'devices', `${PENDING_MAX} requests are waiting already.`))
    }
    this.#lastId += 1
    const id = this.#lastId
    const line = `${JSON.stringify({ id, method, params })}\n`
    if (Buffer.byteLength(line) > LINE_BYTES_MAX) {
      return Promise.reject(new DeviceError('Illegal', 'devices', `The request ${method} is too long.`))
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#expire(id, timeoutMs), Math.min(timeoutMs, LINK_WAIT_MS))
      const settle: Pending['settle'] = (outcome) => {
        clearTimeout(this.#byId.get(id)?.timer)
        this.#byId.delete(id)
        if ('error' in outcome) reject(outcome.error)
        else resolve(outcome.result as Result<Name>)
      }
      this.#byId.set(id, { method, line, timer, wasSent: false, settle })
    })
  }

  /** The wait for the link is over, or that for the answer. */
  #expire(id: number, leftMs: number): void {
    const pending = this.#byId.get(id)
    if (pending === undefined) return
    if (!pending.wasSent) {
      const message = `The devices process is away; ${pending.method} was not sent.`
      this.fail(id, new DeviceError('Offline', 'devices', message, { detail: 'NotSent' }))
      return
    }
    const restMs = leftMs - LINK_WAIT_MS
    if (restMs > 0) pending.timer = setTimeout(() => this.#expire(id, 0), restMs)
    else {
      const message = `${pending.method} had no answer in time.`
      this.fail(id, new DeviceError('Timeout', 'devices', message, { detail: 'Unanswered' }))
    }
  }

  /** The lines that still have to go out, in order; from now on they count as sent. */
  takeUnsent(): string[] {
    const unsent = [...this.#byId.values()].filter((pending) => !pending.wasSent)
    for (const pending of unsent) pending.wasSent = true
    return unsent.map((pending) => pending.line)
  }

  answer(id: number, result: unknown): void {
    const pending = this.#byId.get(id)
    if (pending === undefined) return
    if (Check(methods[pending.method].result, result)) pending.settle({ result })
    else this.fail(id, new DeviceError('Failure', 'devices', `The answer to ${pending.method} is not of its form.`))
  }

  fault(id: number, fault: Fault): void {
    const code = isCode(fault.code) ? fault.code : 'Failure'
    const more = fault.detail === undefined ? {} : { detail: fault.detail }
    this.fail(id, new DeviceError(code, fault.device, fault.message, more))
  }

  fail(id: number, error: DeviceError): void {
    this.#byId.get(id)?.settle({ error })
  }

  /** What was sent may have been done: it is never sent again, and its outcome is unknown. */
  failSent(): void {
    const error = (method: string): DeviceError =>
      new DeviceError('Offline', 'devices', `The devices process went away before it answered ${method}.`, {
        detail: 'Unanswered',
      })
    for (const pending of this.#byId.values()) if (pending.wasSent) pending.settle({ error: error(pending.method) })
  }

  failAll(): void {
    for (const pending of this.#byId.values()) {
      pending.settle({ error: new DeviceError('Closed', 'devices', 'The client was closed.') })
    }
  }
}
