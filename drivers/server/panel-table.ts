import type { MethodTable } from '#drivers/server/method-table.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { PanelState } from '#drivers/socket/panel-messages.ts'
import type { VirtualTill } from '#drivers/virtual/virtual-till.ts'

/** The AIM identifiers of what a shop scans most, by the length of the data: EAN-13, EAN-8, else Code 128. */
function guessAim(text: string): string {
  if (/^\d{12,13}$/.test(text)) return ']E0'
  return /^\d{8}$/.test(text) ? ']E4' : ']C0'
}

/** The panel's requests, on one set of virtual devices; `onChange` tells the other panels. */
export function panelTable(till: VirtualTill, onChange: () => void): MethodTable {
  const state = (): { state: PanelState } => {
    onChange()
    return { state: till.state }
  }
  const table: MethodTable = {
    'panel.list': () => ({ methods: Object.keys(table) }),
    'panel.state': () => ({ state: till.state }),
    'panel.scan': async ({ text, aim }) => {
      await till.scanner.scan(text, aim ?? guessAim(text))
      return state()
    },
    'panel.weight': (pan) => {
      till.scale.put(pan)
      return state()
    },
    'panel.printer': ({ cover, paper, power }) => {
      till.printer.turn({
        ...(cover === undefined ? {} : { cover }),
        ...(paper === undefined ? {} : { paper }),
        ...(power === undefined ? {} : { power }),
      })
      return state()
    },
    'panel.drawer': ({ isOpen }) => {
      till.drawer.setOpen(isOpen)
      return state()
    },
    'panel.cable': ({ device, isPlugged }) => {
      if (till.setCable(device, isPlugged)) return state()
      throw new DeviceError('NoExist', 'panel', 'There is no device of that name.')
    },
    'panel.terminal': ({ answer }) => {
      till.terminal.setManner(answer)
      return state()
    },
    'panel.terminal_reply': ({ answer }) => {
      till.terminal.answer(answer)
      return state()
    },
  }
  return table
}
