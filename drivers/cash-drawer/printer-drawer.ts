import type { Device } from '#drivers/device/device.ts'
import type { DriverPorts } from '#drivers/device/driver-ports.ts'
import { HealthRecord } from '#drivers/device/health-record.ts'
import { ReplyWaiter } from '#drivers/device/reply-waiter.ts'
import type { PrinterStatus } from '#drivers/printer/printer-status.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { DeviceHealth } from '#drivers/socket/device-health.ts'

/** The bolt takes 200 ms, the printer's status a few more. */
const OPEN_TIMEOUT_MS = 1500

/** What a drawer needs of the printer that it is plugged into. */
export interface DrawerPrinter {
  readonly pulseDrawer: () => Promise<void>
  readonly onStatus: (listener: (status: PrinterStatus | undefined) => void) => void
}

/** A cash drawer at a printer's connector; which level of pin 3 means open differs from drawer to drawer. */
export class PrinterDrawer implements Device {
  readonly #ports: Omit<DriverPorts, 'factory'>
  readonly #printer: DrawerPrinter
  readonly #openWhen: 'low' | 'high'
  readonly #health: HealthRecord
  readonly #openings: ReplyWaiter<boolean>
  #isOpen: boolean | undefined

  constructor(ports: Omit<DriverPorts, 'factory'>, printer: DrawerPrinter, openWhen: 'low' | 'high') {
    this.#ports = ports
    this.#printer = printer
    this.#openWhen = openWhen
    this.#openings = new ReplyWaiter(ports.name)
    this.#health = new HealthRecord({
      name: ports.name,
      kind: 'cash-drawer',
      clock: ports.clock,
      onChange: (device) => ports.tell({ event: 'health', device }),
    })
  }

  health(): DeviceHealth {
    return this.#health.current
  }

  start(): void {
    this.#printer.onStatus((status) => this.#take(status))
  }

  async close(): Promise<void> {
    this.#health.set({ state: 'closed', power: 'unknown', attention: undefined })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Opens the drawer and waits until it is open; rejects with `Failure` (`StillClosed`) when it stays shut. */
  async open(): Promise<void> {
    if (this.#isOpen === true) return
    const opened = this.#openings.next((isOpen) => isOpen, AbortSignal.timeout(OPEN_TIMEOUT_MS))
    try {
      await Promise.all([this.#printer.pulseDrawer(), opened])
    } catch (cause) {
      opened.catch(() => undefined)
      throw cause instanceof DeviceError ? this.#notOpened(cause) : cause
    }
  }

  #notOpened(cause: DeviceError): DeviceError {
    const { name } = this.#ports
    if (cause.code !== 'Timeout') {
      return new DeviceError('Offline', name, 'The cash drawer hangs on the printer, and that is away.', { cause })
    }
    return new DeviceError('Failure', name, 'The cash drawer did not open. Check its lock and cable.', {
      detail: 'StillClosed',
      cause,
    })
  }

  #take(status: PrinterStatus | undefined): void {
    if (status === undefined) {
      this.#isOpen = undefined
      this.#openings.failAll()
      const attention = 'The cash drawer hangs on the printer, and that is away.'
      this.#health.set({ state: 'searching', power: 'offline', attention })
      return
    }
    this.#health.set({ state: 'idle', power: 'online', attention: undefined })
    const isOpen = status.isDrawerPinHigh === (this.#openWhen === 'high')
    const hasChanged = this.#isOpen !== isOpen && (this.#isOpen !== undefined || isOpen)
    this.#isOpen = isOpen
    this.#openings.offer(isOpen)
    if (!hasChanged) return
    const at = new Date(this.#ports.clock.nowMs()).toISOString()
    this.#ports.tell({ event: 'drawer', at, device: this.#ports.name, isOpen })
  }
}
