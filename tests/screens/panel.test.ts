import { expect, test } from 'vitest'
import { paintPanel } from '#kiosk/panel/paint-panel.ts'
import { initialPanel } from '#kiosk/panel/panel-state.ts'
import { stepPanel } from '#kiosk/panel/panel-step.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'
import { panelDevices, panelProducts } from '#tests/kiosk/panel/panel-devices.ts'

const sgr = new RegExp(String.raw`\u001b\[[\d;]*m`, 'g')

const stories = {
  'panel-at-rest': panelDevices(),
  'panel-in-trouble': panelDevices({
    scale: { weightGrams: 512, isStable: false },
    printer: { cover: 'open', paper: 'near_end', power: 'on', bufferedBytes: 812, paperRows: ['Vendly', 'Milk 1.20'] },
    drawer: { isOpen: true },
    terminal: { answer: 'ask', asked: { amountMinor: 1234, currency: 'EUR' } },
  }),
  'panel-away': undefined,
}

const frames = Object.entries(stories).flatMap(([name, devices]) =>
  [
    { columns: 40, rows: 24 },
    { columns: 40, rows: 50 },
    { columns: 80, rows: 24 },
  ].map((size) => ({ name, devices, size })),
)

test.for(frames)('$name at $size.columns×$size.rows', async ({ name, devices, size }) => {
  const { state } = stepPanel(initialPanel(panelProducts), { type: 'devices', devices })
  const rows = paintPanel(state, { theme: darkTheme, ...size }, true).map((row) => row.replaceAll(sgr, '').trimEnd())
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot(`frames/${name}.${size.columns}x${size.rows}.txt`)
})
