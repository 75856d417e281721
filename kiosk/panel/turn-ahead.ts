import type { PanelState as DevicesState } from '#drivers/socket/panel-messages.ts'
import type { PanelRequest } from '#kiosk/panel/panel-state.ts'

/**
 * The devices as they will be once the request is done: so that keys which come in one burst find each knob where the
 * key before left it. What the devices then say of themselves replaces this.
 */
export function turnAhead(devices: DevicesState, request: PanelRequest): DevicesState {
  switch (request.method) {
    case 'panel.weight':
      return { ...devices, scale: request.params }
    case 'panel.printer':
      return { ...devices, printer: { ...devices.printer, ...request.params } }
    case 'panel.drawer':
      return { ...devices, drawer: request.params }
    case 'panel.terminal':
      return { ...devices, terminal: { ...devices.terminal, answer: request.params.answer } }
    case 'panel.cable': {
      const { device, isPlugged } = request.params
      const cables = devices.cables.map((cable) => (cable.device === device ? { ...cable, isPlugged } : cable))
      return { ...devices, cables }
    }
    case 'panel.scan':
    case 'panel.terminal_reply':
      return devices
  }
}
