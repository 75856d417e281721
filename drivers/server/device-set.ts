import type { Clock } from '#core/ports/clock.ts'
import { PrinterDrawer } from '#drivers/cash-drawer/printer-drawer.ts'
import type { Device } from '#drivers/device/device.ts'
import { SerialDisplay } from '#drivers/line-display/serial-display.ts'
import { SimulatedTerminal } from '#drivers/payment-terminal/simulated-terminal.ts'
import { EscPosPrinter } from '#drivers/printer/escpos-printer.ts'
import { PolledScale } from '#drivers/scale/polled-scale.ts'
import { toledo8217 } from '#drivers/scale/toledo-8217.ts'
import { SerialScanner } from '#drivers/scanner/serial-scanner.ts'
import type { MethodTable } from '#drivers/server/method-table.ts'
import type { DeviceEvent } from '#drivers/socket/events.ts'
import { VIRTUAL_PAPER_COLUMNS, type VirtualTill } from '#drivers/virtual/virtual-till.ts'

/** The drivers of one till, and the requests that they serve. */
export interface DeviceSet {
  readonly devices: readonly Device[]
  readonly table: MethodTable
}

/** What drivers need besides their wires. */
export interface DeviceSetPorts {
  readonly clock: Clock
  readonly random: () => number
  readonly tell: (event: DeviceEvent) => void
}

/** A till without any device: what runs until its devices are configured. */
export const emptySet: DeviceSet = { devices: [], table: { health: () => ({ devices: [] }) } }

/** The drivers for a set of virtual devices; they cannot tell that these are virtual. */
export function virtualSet(till: VirtualTill, ports: DeviceSetPorts): DeviceSet {
  const { cables } = till
  const scanner = new SerialScanner({ ...ports, name: 'scanner', factory: cables.scanner })
  const scale = new PolledScale({ ...ports, name: 'scale', factory: cables.scale }, toledo8217)
  const printer = new EscPosPrinter(
    { ...ports, name: 'printer', factory: cables.printer },
    { columns: VIRTUAL_PAPER_COLUMNS },
  )
  const drawer = new PrinterDrawer({ ...ports, name: 'drawer' }, printer, 'low')
  const display = new SerialDisplay({ ...ports, name: 'display', factory: cables.display })
  const terminal = new SimulatedTerminal({ ...ports, name: 'terminal', factory: cables.terminal })
  const devices = [scanner, scale, drawer, printer, display, terminal]
  const nothing = {}
  const table: MethodTable = {
    health: () => ({ devices: devices.map((device) => device.health()) }),
    'scale.read': (params) => scale.read(params),
    'printer.print': (params) => printer.print(params),
    'printer.outcome': ({ jobId }) => printer.outcome(jobId),
    'drawer.open': () => drawer.open().then(() => nothing),
    'display.show': (params) => display.show(params).then(() => nothing),
    'terminal.charge': (params) => terminal.charge(params),
    'terminal.lookup': (params) => terminal.lookup(params),
    'terminal.cancel': (params) => terminal.cancel(params).then(() => nothing),
  }
  return { devices, table }
}
