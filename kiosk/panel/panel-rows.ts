import type { PanelState as DevicesState } from '#drivers/socket/panel-messages.ts'
import type { PanelProduct, PanelRequest, PanelState } from '#kiosk/panel/panel-state.ts'

/** What a person does to a row: Enter, or an arrow to one side. */
export type Push = 'enter' | 'left' | 'right'

/** One knob of the panel. */
export interface PanelRow {
  /** The device that it belongs to, as the panel names it in front of the device's first row. */
  readonly device: string
  readonly name: string
  readonly value: string
  /** The value is not the ordinary one. */
  readonly isOdd: boolean
  /** What Enter and the arrows do, for the line that explains the keys. */
  readonly hint: string
  readonly push: (push: Push) => PanelRequest | undefined
  /** What Enter does with what was typed; absent, it is scanned. */
  readonly type?: (text: string) => PanelRequest | undefined
}

/** One press of an arrow puts so much on the scale or takes it off. */
const WEIGHT_STEP_GRAMS = 50

/** The scale's own limits on the panel: a kilogram below zero is a joke, a hundred kilograms break it. */
const WEIGHT_GRAMS_MIN = -999
const WEIGHT_GRAMS_MAX = 99_999

const paperNames = { ok: 'enough', near_end: 'nearly used up', out: 'out' } as const
const answerNames = {
  approve: 'approves',
  decline: 'declines',
  reply_lost: 'reply gets lost',
  ask: 'asks here',
} as const

const papers = ['ok', 'near_end', 'out'] as const
const answers = ['approve', 'decline', 'reply_lost', 'ask'] as const

/** The value after (or before) this one, round and round. */
const nextOf = <Value>(values: readonly Value[], value: Value, push: Push): Value => {
  const at = values.indexOf(value) + (push === 'left' ? -1 : 1)
  return values[(at + values.length) % values.length] ?? value
}

const productRow = (product: PanelProduct): PanelRow => ({
  device: 'Scanner',
  name: product.name,
  value: '',
  isOdd: false,
  hint: 'Enter scan · type a code, Enter',
  push: (push) => (push === 'enter' ? scanOf(product.code, product.aim) : undefined),
})

/** The request that scans a code. */
export const scanOf = (text: string, aim?: string): PanelRequest => ({
  method: 'panel.scan',
  params: aim === undefined ? { text } : { text, aim },
})

const cableRow = (state: DevicesState, device: string, name: string): PanelRow => {
  const isPlugged = state.cables.find((cable) => cable.device === device)?.isPlugged ?? false
  return {
    device: name,
    name: 'Cable',
    value: isPlugged ? 'plugged in' : 'PULLED',
    isOdd: !isPlugged,
    hint: isPlugged ? 'Enter pull the cable' : 'Enter plug it in',
    push: () => ({ method: 'panel.cable', params: { device, isPlugged: !isPlugged } }),
  }
}

const weightOf = (weightGrams: number, isStable: boolean): PanelRequest => ({
  method: 'panel.weight',
  params: { weightGrams: Math.min(WEIGHT_GRAMS_MAX, Math.max(WEIGHT_GRAMS_MIN, weightGrams)), isStable },
})

const scaleRows = ({ scale }: DevicesState): PanelRow[] => [
  {
    device: 'Scale',
    name: 'Weight',
    value: `${scale.weightGrams} g`,
    isOdd: scale.weightGrams !== 0,
    hint: 'type grams, Enter · ←→ 50 g',
    push: (push) => {
      if (push === 'enter') return undefined
      return weightOf(scale.weightGrams + (push === 'left' ? -WEIGHT_STEP_GRAMS : WEIGHT_STEP_GRAMS), scale.isStable)
    },
    type: (text) => (/^-?\d{1,5}$/.test(text) ? weightOf(Number(text), scale.isStable) : undefined),
  },
  {
    device: 'Scale',
    name: 'Pan',
    value: scale.isStable ? 'at rest' : 'moving',
    isOdd: !scale.isStable,
    hint: scale.isStable ? 'Enter shake it' : 'Enter let it rest',
    push: () => weightOf(scale.weightGrams, !scale.isStable),
  },
]

const printerRows = ({ printer }: DevicesState): PanelRow[] => [
  {
    device: 'Printer',
    name: 'Cover',
    value: printer.cover,
    isOdd: printer.cover === 'open',
    hint: printer.cover === 'open' ? 'Enter close it' : 'Enter open it',
    push: () => ({ method: 'panel.printer', params: { cover: printer.cover === 'open' ? 'closed' : 'open' } }),
  },
  {
    device: 'Printer',
    name: 'Paper',
    value: paperNames[printer.paper],
    isOdd: printer.paper !== 'ok',
    hint: '←→ enough, nearly used up, out',
    push: (push) => ({ method: 'panel.printer', params: { paper: nextOf(papers, printer.paper, push) } }),
  },
  {
    device: 'Printer',
    name: 'Power',
    value: printer.power,
    isOdd: printer.power === 'off',
    hint: printer.power === 'on' ? 'Enter switch it off' : 'Enter switch it on',
    push: () => ({ method: 'panel.printer', params: { power: printer.power === 'on' ? 'off' : 'on' } }),
  },
]

const drawerRow = ({ drawer }: DevicesState): PanelRow => ({
  device: 'Drawer',
  name: 'Drawer',
  value: drawer.isOpen ? 'OPEN' : 'closed',
  isOdd: drawer.isOpen,
  hint: drawer.isOpen ? 'Enter close it' : 'Enter open it by its key',
  push: () => ({ method: 'panel.drawer', params: { isOpen: !drawer.isOpen } }),
})

const terminalRows = ({ terminal }: DevicesState): PanelRow[] => {
  const answer: PanelRow = {
    device: 'Card',
    name: 'Terminal',
    value: answerNames[terminal.answer],
    isOdd: terminal.answer !== 'approve',
    hint: '←→ approves, declines, loses, asks',
    push: (push) => ({ method: 'panel.terminal', params: { answer: nextOf(answers, terminal.answer, push) } }),
  }
  if (terminal.asked === undefined) return [answer]
  const reply = (name: string, given: 'approve' | 'decline' | 'reply_lost'): PanelRow => ({
    device: 'Card',
    name,
    value: 'waiting',
    isOdd: true,
    hint: 'Enter answer the card payment',
    push: (push) => (push === 'enter' ? { method: 'panel.terminal_reply', params: { answer: given } } : undefined),
  })
  return [
    answer,
    reply('Approve now', 'approve'),
    reply('Decline now', 'decline'),
    reply('Lose the reply', 'reply_lost'),
  ]
}

/** Every knob, from top to bottom; none while the devices are away. */
export const panelRows = ({ devices, products }: PanelState): PanelRow[] => {
  if (devices === undefined) return []
  return [
    ...products.map(productRow),
    cableRow(devices, 'scanner', 'Scanner'),
    ...scaleRows(devices),
    cableRow(devices, 'scale', 'Scale'),
    ...printerRows(devices),
    cableRow(devices, 'printer', 'Printer'),
    drawerRow(devices),
    cableRow(devices, 'drawer', 'Drawer'),
    ...terminalRows(devices),
    cableRow(devices, 'terminal', 'Card'),
    cableRow(devices, 'display', 'Display'),
  ]
}
