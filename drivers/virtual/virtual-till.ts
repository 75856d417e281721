import type { DeviceKind } from '#drivers/socket/device-health.ts'
import type { PanelState } from '#drivers/socket/panel-messages.ts'
import { MemoryCable } from '#drivers/transport/memory-cable.ts'
import { IntentMemory } from '#drivers/virtual/intent-memory.ts'
import { VirtualDisplay } from '#drivers/virtual/virtual-display.ts'
import { VirtualDrawer } from '#drivers/virtual/virtual-drawer.ts'
import { VirtualPrinter } from '#drivers/virtual/virtual-printer.ts'
import { VirtualScale } from '#drivers/virtual/virtual-scale.ts'
import { VirtualScanner } from '#drivers/virtual/virtual-scanner.ts'
import { VirtualTerminal } from '#drivers/virtual/virtual-terminal.ts'

/** Narrow paper, so that the receipt fits beside the till on the panel. */
export const VIRTUAL_PAPER_COLUMNS = 36

/** The newest rows that a panel shows; it has no room for more. */
const PANEL_ROWS_MAX = 120

/** One full set of virtual devices, each at the far end of its cable. */
export class VirtualTill {
  readonly cables = {
    scanner: new MemoryCable('virtual://scanner'),
    scale: new MemoryCable('virtual://scale'),
    printer: new MemoryCable('virtual://printer'),
    display: new MemoryCable('virtual://display'),
    terminal: new MemoryCable('virtual://terminal'),
  }
  readonly scanner: VirtualScanner
  readonly scale: VirtualScale
  readonly drawer: VirtualDrawer
  readonly printer: VirtualPrinter
  readonly display: VirtualDisplay
  readonly terminal: VirtualTerminal

  /** `terminalMemoryPath` keeps what the card terminal decided beyond the life of this process. */
  constructor(options: { readonly onChange: () => void; readonly terminalMemoryPath?: string }) {
    const { onChange } = options
    this.scanner = new VirtualScanner(this.cables.scanner)
    this.scale = new VirtualScale(this.cables.scale)
    this.drawer = new VirtualDrawer(() => {
      this.printer.drawerMoved()
      onChange()
    })
    this.printer = new VirtualPrinter(this.cables.printer, this.drawer, VIRTUAL_PAPER_COLUMNS, onChange)
    this.display = new VirtualDisplay(this.cables.display, onChange)
    this.terminal = new VirtualTerminal(this.cables.terminal, new IntentMemory(options.terminalMemoryPath), onChange)
  }

  /** Pulls or puts back the cable of a device, by its name; `false` for a name that there is not. */
  setCable(device: string, isPlugged: boolean): boolean {
    if (device === 'printer') this.printer.setCable(isPlugged)
    else if (device === 'drawer') this.drawer.setPlugged(isPlugged)
    else if (isCable(device, this.cables)) plug(this.cables[device], isPlugged)
    else return false
    return true
  }

  /** Everything that a panel shows. */
  get state(): PanelState {
    const { openCharge } = this.terminal
    const asked =
      openCharge === undefined ? {} : { asked: { amountMinor: openCharge.amountMinor, currency: openCharge.currency } }
    return {
      cables: this.#cableStates(),
      scanner: { scans: this.scanner.scans },
      scale: this.scale.pan,
      printer: {
        ...this.printer.knobs,
        bufferedBytes: this.printer.bufferedBytes,
        paperRows: this.printer.paperRows.slice(-PANEL_ROWS_MAX),
      },
      drawer: { isOpen: this.drawer.isOpen },
      display: this.display.lines,
      terminal: { answer: this.terminal.manner, ...asked },
    }
  }

  #cableStates(): PanelState['cables'] {
    const state = (device: string, kind: DeviceKind, isPlugged: boolean): PanelState['cables'][number] => ({
      device,
      kind,
      isPlugged,
    })
    return [
      state('scanner', 'scanner', this.cables.scanner.isPlugged),
      state('scale', 'scale', this.cables.scale.isPlugged),
      state('printer', 'printer', this.printer.isCablePlugged),
      state('drawer', 'cash-drawer', this.drawer.isPlugged),
      state('display', 'line-display', this.cables.display.isPlugged),
      state('terminal', 'payment-terminal', this.cables.terminal.isPlugged),
    ]
  }
}

const isCable = <Cables extends object>(name: string, cables: Cables): name is keyof Cables & string =>
  Object.hasOwn(cables, name)

function plug(cable: MemoryCable, isPlugged: boolean): void {
  if (isPlugged) cable.plug()
  else cable.unplug()
}
