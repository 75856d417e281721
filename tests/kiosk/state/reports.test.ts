import { expect, test } from 'vitest'
import { action, startSelling } from '#tests/support/tiny-till.ts'

const X = action('x_report')
const MANAGER = '9⏎9999⏎'

test('an X is made for a manager, is shown, and prints again from there', () => {
  const till = startSelling()
  till.do('12⏎', action('cash'), X)
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'z_report' })
  till.do(MANAGER)
  expect(till.state()).toMatchObject({
    screen: { name: 'reports', isOpen: true, reports: [{ kind: 'x', reportNumber: 1, totals: { saleCount: 1 } }] },
    notice: { key: 'report_taken', details: { number: 1 } },
  })
  const [report] = till.shop.reports
  till.do('⏎')
  expect(till.store.effects.at(-1)).toEqual({ type: 'print_report', reportId: report?.reportId })
  expect(till.do('⎋').screen.name).toBe('sell')
})

test('no shift, no X; no reports, no list', () => {
  const till = startSelling()
  expect(till.do(action('reports'), MANAGER).notice?.key).toBe('reports_none')
  till.do(action('close_shift'), '1000⏎y')
  expect(till.state()).toMatchObject({ screen: { name: 'shift_closed', report: { kind: 'z' } } })
})

test('the reports that were made: a list, one of them open, scrolled no further than its end', () => {
  const till = startSelling()
  till.do(X, MANAGER, '⎋', X, MANAGER, '⎋', action('reports'), MANAGER)
  expect(till.state().screen).toMatchObject({ name: 'reports', isOpen: false, reports: [{ reportNumber: 2 }, {}] })
  till.do('↓⏎')
  expect(till.state().screen).toMatchObject({ isOpen: true, selected: 1, firstRow: 0 })
  till.do('↓↓')
  expect(till.state().screen).toMatchObject({ firstRow: 2 })
  till.do(action('end'))
  const { screen } = till.state()
  expect(screen.name === 'reports' && screen.firstRow).toBeLessThan(60)
  till.do('⎋')
  expect(till.state().screen).toMatchObject({ name: 'reports', isOpen: false, firstRow: 0 })
  expect(till.do('⎋').screen.name).toBe('sell')
})

test('what does not print is said where it can be printed again', () => {
  const till = startSelling()
  till.do(X, MANAGER, { type: 'printed', outcome: 'refused', attention: 'No paper.' })
  expect(till.state()).toMatchObject({
    screen: { name: 'reports' },
    notice: { key: 'print_refused' },
  })
})
