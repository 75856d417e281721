import type { DevicesClient } from '#drivers/socket/client.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { PanelState as DevicesState } from '#drivers/socket/panel-messages.ts'
import type { TerminalEvent } from '#kiosk/input/terminal-event.ts'
import {
  initialPanel,
  type PanelEvent,
  type PanelProduct,
  type PanelRequest,
  type PanelState,
} from '#kiosk/panel/panel-state.ts'
import { stepPanel } from '#kiosk/panel/panel-step.ts'

/** A knob turns at once or not at all. */
const REQUEST_TIMEOUT_MS = 3000

/** Runs a panel: keys in, requests to the devices out, what they look like back in. */
export class PanelRunner {
  readonly #client: DevicesClient
  readonly #listeners = new Set<() => void>()
  readonly #unsubscribe: readonly (() => void)[]
  #state: PanelState

  constructor(client: DevicesClient, products: readonly PanelProduct[]) {
    this.#client = client
    this.#state = initialPanel(products)
    this.#unsubscribe = [
      client.onEvent((event) => {
        if (event.event === 'panel') this.#step({ type: 'devices', devices: event.state })
      }),
      client.onLink((link) => {
        if (link.state === 'up') this.#look()
        else this.#step({ type: 'devices', devices: undefined })
      }),
    ]
    if (client.link.state === 'up') this.#look()
  }

  /** The state now; the same object until something changes it. */
  readonly state = (): PanelState => this.#state

  /** Calls the listener after each change; the function it gives back ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A key or a character, while the panel has the keys. */
  input(event: TerminalEvent): void {
    if (event.type === 'key') this.#step({ type: 'key', key: event.key })
    if (event.type === 'text') this.#step({ type: 'text', text: event.text })
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }

  #step(event: PanelEvent): void {
    const before = this.#state
    const { state, requests } = stepPanel(before, event)
    this.#state = state
    for (const request of requests) this.#ask(request)
    if (state !== before) for (const listener of this.#listeners) listener()
  }

  #look(): void {
    this.#follow(this.#client.request('panel.state', {}, { timeoutMs: REQUEST_TIMEOUT_MS }))
  }

  #ask({ method, params }: PanelRequest): void {
    this.#follow(this.#client.request(method, params, { timeoutMs: REQUEST_TIMEOUT_MS }))
  }

  #follow(answer: Promise<{ readonly state: DevicesState }>): void {
    answer.then(
      ({ state }) => this.#step({ type: 'devices', devices: state }),
      (error: unknown) => {
        if (!(error instanceof DeviceError)) throw error
        this.#step({ type: 'failed', message: error.message })
      },
    )
  }
}
