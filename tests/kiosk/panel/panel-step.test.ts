import { describe, expect, it } from 'vitest'
import { panelRows } from '#kiosk/panel/panel-rows.ts'
import { initialPanel, type PanelRequest, type PanelState } from '#kiosk/panel/panel-state.ts'
import { stepPanel } from '#kiosk/panel/panel-step.ts'
import { panelDevices, panelProducts } from '#tests/kiosk/panel/panel-devices.ts'

/** Presses keys and types text (`'=512'`); gives what was asked and where the panel is then. */
function use(state: PanelState, ...keys: string[]): { state: PanelState; requests: PanelRequest[] } {
  let now = state
  const requests: PanelRequest[] = []
  for (const key of keys) {
    const events = key.startsWith('=')
      ? Array.from(key.slice(1), (text) => ({ type: 'text' as const, text }))
      : [{ type: 'key' as const, key }]
    for (const event of events) {
      const step = stepPanel(now, event)
      now = step.state
      requests.push(...step.requests)
    }
  }
  return { state: now, requests }
}

const open = (devices = panelDevices()): PanelState =>
  stepPanel(initialPanel(panelProducts), { type: 'devices', devices }).state
const on = (name: string, devices = panelDevices(), device = ''): PanelState => {
  const state = open(devices)
  return { ...state, selected: panelRows(state).findIndex((row) => row.name === name && row.device.startsWith(device)) }
}

describe('the panel of virtual devices', () => {
  it('scans the product under the cursor', () => {
    expect(use(open(), 'Enter').requests).toEqual([{ method: 'panel.scan', params: { text: '4006381333931' } }])
    expect(use(open(), 'Down', 'Enter').requests).toEqual([
      { method: 'panel.scan', params: { text: '0104006381333931', aim: ']C1' } },
    ])
  })

  it('scans what is typed, from any row but the scale’s', () => {
    const { state, requests } = use(on('Cover'), '=12x', 'Backspace', '=3', 'Enter')
    expect(requests).toEqual([{ method: 'panel.scan', params: { text: '123' } }])
    expect(state.entry).toBe('')
    expect(use(open(), '=99', 'Escape').state.entry).toBe('')
  })

  it('puts grams on the scale, takes them off by arrows, and refuses what is none', () => {
    expect(use(on('Weight'), '=512', 'Enter').requests).toEqual([
      { method: 'panel.weight', params: { weightGrams: 512, isStable: true } },
    ])
    expect(use(on('Weight'), 'Right', 'Left').requests).toMatchObject([
      { params: { weightGrams: 300 } },
      { params: { weightGrams: 250 } },
    ])
    const wrong = use(on('Weight'), '=5x', 'Enter')
    expect([wrong.requests, wrong.state.notice]).toEqual([[], 'Type whole grams, such as 512'])
    expect(use(wrong.state, 'Down').state.notice).toBeUndefined()
  })

  it.each([
    ['Pan', '', 'Enter', { method: 'panel.weight', params: { weightGrams: 250, isStable: false } }],
    ['Cover', '', 'Enter', { method: 'panel.printer', params: { cover: 'open' } }],
    ['Paper', '', 'Right', { method: 'panel.printer', params: { paper: 'near_end' } }],
    ['Paper', '', 'Left', { method: 'panel.printer', params: { paper: 'out' } }],
    ['Power', '', 'Enter', { method: 'panel.printer', params: { power: 'off' } }],
    ['Drawer', '', 'Enter', { method: 'panel.drawer', params: { isOpen: true } }],
    ['Terminal', '', 'Right', { method: 'panel.terminal', params: { answer: 'decline' } }],
    ['Cable', 'Scale', 'Enter', { method: 'panel.cable', params: { device: 'scale', isPlugged: false } }],
    ['Cable', 'Card', 'Enter', { method: 'panel.cable', params: { device: 'terminal', isPlugged: false } }],
  ])('turns %s %s by %s', (name, device, key, request) => {
    expect(use(on(name, panelDevices(), device), key).requests).toEqual([request])
  })

  it('turns a knob on by keys that come in one burst, before the devices have answered', () => {
    const { requests } = use(on('Terminal'), 'Right', 'Right', 'Right', 'Right')
    expect(requests.map(({ params }) => params)).toEqual(
      ['decline', 'reply_lost', 'ask', 'approve'].map((answer) => ({ answer })),
    )
    const toggled = ['Pan', 'Cover', 'Power', 'Drawer', 'Cable'].map((name) => use(on(name), 'Enter', 'Enter'))
    for (const { state } of toggled) expect(state.devices).toEqual(panelDevices())
  })

  it('answers a card payment that waits', () => {
    const devices = panelDevices({ terminal: { answer: 'ask', asked: { amountMinor: 1234, currency: 'EUR' } } })
    expect(use(on('Decline now', devices), 'Enter').requests).toEqual([
      { method: 'panel.terminal_reply', params: { answer: 'decline' } },
    ])
  })

  it('goes from device to device with Tab, round and round, and stays inside with the arrows', () => {
    const rows = panelRows(open())
    const names = [1, 2, 3, 4, 5, 6, 7].map(
      (tabs) => rows[use(open(), ...Array.from({ length: tabs }, () => 'Tab')).state.selected]?.device,
    )
    expect(names).toEqual(['Scale', 'Printer', 'Drawer', 'Card', 'Display', 'Scanner', 'Scale'])
    expect(use(open(), 'Shift+Tab').state.selected).toBe(rows.length - 1)
    expect(use(open(), 'Up').state.selected).toBe(0)
    expect(use(open(), 'End', 'Down', 'Down').state.selected).toBe(rows.length - 1)
    expect(use(open(), 'End', 'Home').state.selected).toBe(0)
  })

  it('asks nothing while the devices are away, and says what failed', () => {
    const away = stepPanel(open(), { type: 'devices', devices: undefined }).state
    expect(use(away, 'Enter', 'Tab', '=1', 'Enter').requests).toEqual([])
    expect(stepPanel(away, { type: 'failed', message: 'no' }).state.notice).toBe('no')
  })
})
