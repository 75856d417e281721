import type { PanelState as DevicesState } from '#drivers/socket/panel-messages.ts'
import type { PanelProduct } from '#kiosk/panel/panel-state.ts'

export const panelProducts: readonly PanelProduct[] = [
  { name: 'Whole milk 1 L', code: '4006381333931' },
  { name: 'A GS1 code', code: '0104006381333931', aim: ']C1' },
]

/** Virtual devices with a quarter of a kilogram on the scale and everything else as it should be. */
export const panelDevices = (different: Partial<DevicesState> = {}): DevicesState => ({
  cables: [
    { device: 'scanner', kind: 'scanner', isPlugged: true },
    { device: 'scale', kind: 'scale', isPlugged: true },
    { device: 'printer', kind: 'printer', isPlugged: true },
    { device: 'drawer', kind: 'cash-drawer', isPlugged: true },
    { device: 'display', kind: 'line-display', isPlugged: true },
    { device: 'terminal', kind: 'payment-terminal', isPlugged: true },
  ],
  scanner: { scans: 0 },
  scale: { weightGrams: 250, isStable: true },
  printer: { cover: 'closed', paper: 'ok', power: 'on', bufferedBytes: 0, paperRows: ['Vendly', 'Milk 1.20'] },
  drawer: { isOpen: false },
  display: { upper: 'Whole milk 1 L      ', lower: '1.20                ' },
  terminal: { answer: 'approve' },
  ...different,
})
