import { describe, expect, it } from 'vitest'
import { paintPanel } from '#kiosk/panel/paint-panel.ts'
import { initialPanel, type PanelState } from '#kiosk/panel/panel-state.ts'
import { stepPanel } from '#kiosk/panel/panel-step.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'
import { panelDevices, panelProducts } from '#tests/kiosk/panel/panel-devices.ts'

const sgr = new RegExp(String.raw`\u001b\[[\d;]*m`, 'g')
const paint = (state: PanelState, columns: number, rows: number, isFocused = true): string[] =>
  paintPanel(state, { theme: darkTheme, columns, rows }, isFocused).map((row) => row.replaceAll(sgr, ''))
const open = (devices = panelDevices()): PanelState =>
  stepPanel(initialPanel(panelProducts), { type: 'devices', devices }).state

describe('the picture of the panel', () => {
  it.each([
    [40, 24],
    [40, 50],
    [80, 24],
    [119, 40],
  ])('fills %i × %i exactly, with and without devices, with the cursor in view', (columns, rows) => {
    const waiting = panelDevices({ terminal: { answer: 'ask', asked: { amountMinor: 1234, currency: 'EUR' } } })
    for (const state of [open(), open(waiting), initialPanel(panelProducts), { ...open(), selected: 15 }]) {
      const picture = paint(state, columns, rows)
      expect(picture).toHaveLength(rows)
      expect(new Set(picture.map((row) => row.length))).toEqual(new Set([columns]))
    }
  })

  it('shows display, paper, what is odd, and the keys of the row', () => {
    const devices = panelDevices({ scale: { weightGrams: 250, isStable: false } })
    const picture = paint({ ...open(devices), selected: 3 }, 80, 24).join('\n')
    for (const words of ['Whole milk 1 L', 'Milk 1.20', 'moving', 'plugged in', 'Ctrl-O till', 'Grams ›']) {
      expect(picture).toContain(words)
    }
    expect(paint(open(), 40, 24, false).join('\n')).toContain('Ctrl-O here')
  })

  it('says what waits: a card payment, bytes in the printer, the devices themselves', () => {
    const waiting = panelDevices({ terminal: { answer: 'ask', asked: { amountMinor: 1234, currency: 'EUR' } } })
    expect(paint(open(waiting), 40, 30).join('\n')).toContain('Card waits: 12.34 EUR')
    const stuck = { ...panelDevices().printer, paper: 'out' as const, bufferedBytes: 812 }
    expect(paint(open(panelDevices({ printer: stuck })), 40, 30).join('\n')).toContain('812 bytes wait inside')
    expect(paint(initialPanel(panelProducts), 40, 30).join('\n')).toContain('The devices are away')
  })
})
