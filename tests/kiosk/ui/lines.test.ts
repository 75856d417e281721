import { expect, test } from 'vitest'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { entryLine } from '#kiosk/ui/entry-line.ts'
import { PanelRows, labelled, spans } from '#kiosk/ui/panel.ts'
import { resultLine } from '#kiosk/ui/result-line.ts'
import { statusBar } from '#kiosk/ui/status-bar.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'
import { plainRow } from '#tests/support/plain-row.ts'

const look = { theme: darkTheme, columns: 40, rows: 24 }

test('the entry shows a PIN as dots and keeps its width', () => {
  const open = plainRow(entryLine(look, { prompt: 'Code', text: '4711', isSecret: false, aside: '3 ×' }))
  const secret = plainRow(entryLine(look, { prompt: 'PIN', text: '1234', isSecret: true, aside: '' }))
  expect(open).toBe(' Code › 4711                        3 × ')
  expect(secret.trim()).toBe('PIN › ●●●●')
  expect([open, secret].map(cellWidth)).toEqual([40, 40])
})

test('the result gives way to what needs attention, and neither is longer than the row', () => {
  const result = { tone: 'bad', text: 'A sentence that is longer than there is room for it' } as const
  const row = plainRow(resultLine(look, result, 'Printer: the cover is open'))
  expect(cellWidth(row)).toBe(40)
  expect(row).toContain('⚠ Printer')
  expect(plainRow(resultLine(look, undefined, '')).trim()).toBe('')
})

test('the status bar fills its row', () => {
  const status = {
    product: 'Vendly',
    places: ['Till 3', 'A very long name of an operator'],
    link: { text: 'offline · 12 to send', isGood: false },
    clock: '14:32',
  }
  const row = plainRow(statusBar(look, status))
  expect(cellWidth(row)).toBe(40)
  expect(row.endsWith('○ offline · 12 to send  14:32 ')).toBe(true)
})

test('parts of a row are cut at its end', () => {
  const style = darkTheme.canvas
  expect(
    plainRow(
      spans(
        [
          { style, text: 'one ' },
          { style, text: 'two three' },
        ],
        8,
        style,
      ),
    ),
  ).toBe('one two…')
  expect(plainRow(labelled({ style, text: 'Total' }, { style, text: '9.50' }, 12))).toBe('Total   9.50')
})

test('a panel frames its rows', () => {
  const framed = new PanelRows(darkTheme, 20).text('One').pair('Sum', '2.00').framed('Title')
  expect(framed.rows.map(plainRow)).toEqual([
    '╭─ Title ──────────╮',
    '│ One              │',
    '│ Sum         2.00 │',
    '╰──────────────────╯',
  ])
})
