import type { Device } from '#drivers/device/device.ts'
import type { DriverPorts } from '#drivers/device/driver-ports.ts'
import type { HealthRecord } from '#drivers/device/health-record.ts'
import { makeWire } from '#drivers/device/make-wire.ts'
import type { Wire } from '#drivers/device/wire.ts'
import { decodeScan } from '#drivers/scanner/decode-scan.ts'
import { ScanFramer, type ScanFrame } from '#drivers/scanner/scan-framer.ts'
import { ScanGate } from '#drivers/scanner/scan-gate.ts'
import type { DeviceHealth } from '#drivers/socket/device-health.ts'
import type { ScanRejected } from '#drivers/socket/events.ts'

/** A scanner on a serial line or USB-COM, set to send its AIM identifier before and CR after the data. */
export class SerialScanner implements Device {
  readonly #ports: DriverPorts
  readonly #wire: Wire
  readonly #health: HealthRecord
  readonly #gate = new ScanGate()
  #framer = new ScanFramer()
  #rejected = 0

  constructor(ports: DriverPorts) {
    this.#ports = ports
    const { wire, health } = makeWire(ports, {
      kind: 'scanner',
      awayText: 'The scanner is not connected. Check its cable.',
      onBytes: (chunk) => {
        for (const frame of this.#framer.push(chunk)) this.#take(frame)
      },
      onLost: () => {
        this.#framer = new ScanFramer()
      },
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

  #take(frame: ScanFrame): void {
    const scan = frame.isTooLong ? { rejected: 'too_long' as const } : decodeScan(frame.bytes)
    if ('rejected' in scan) {
      this.#reject(scan.rejected)
      return
    }
    const answer = this.#gate.judge(scan.text, this.#ports.clock.monotonicMs())
    if (answer === 'too_fast') this.#reject('too_fast')
    if (answer === 'pass') this.#ports.tell({ event: 'scan', at: this.#now(), device: this.#ports.name, ...scan })
  }

  #reject(reason: ScanRejected['reason']): void {
    this.#rejected += 1
    const { name, tell } = this.#ports
    tell({ event: 'scan_rejected', at: this.#now(), device: name, reason, count: this.#rejected })
  }

  #now(): string {
    return new Date(this.#ports.clock.nowMs()).toISOString()
  }
}
