import { expect, test } from 'vitest'
import { PIN, startRealTill } from '#tests/kiosk/effects/real-till.ts'
import { TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'
import { action } from '#tests/support/tiny-till.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const X_ALLOWED = {
  type: 'perform',
  action: { type: 'x_report' },
  approval: { permission: 'z_report', authorisedBy: 9 },
} as const

test('a drop is on the disk before the drawer opens, and is in the shift after a restart', async () => {
  using folder = new TemporaryFolder()
  const seen: string[] = []
  const till = startRealTill(folder.path, {
    'drawer.open': ({ reason }) => {
      seen.push(`${reason}: ${till.store.shifts.current()?.totals.dropCount} drops`)
      return {}
    },
  })
  till.signIn()
  till.do('300', action('drawer'), '4⏎⏎')
  expect(till.state()).toMatchObject({ notice: { key: 'cash_moved' }, shiftTotals: { dropMinor: 30_000 } })
  await till.close()
  expect(seen).toEqual(['shift: 1 drops'])
  const after = startRealTill(folder.path)
  after.do(`1⏎${PIN}⏎`)
  expect(after.state().shiftTotals).toMatchObject({ dropCount: 1, dropMinor: 30_000 })
  await after.close()
})

test('an X prints and is shown, a Z prints when the shift closes; printed again they are marked', async () => {
  using folder = new TemporaryFolder()
  const papers: string[] = []
  const till = startRealTill(folder.path, {
    'printer.print': ({ document }) => {
      papers.push(document.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join(' '))
      return { outcome: 'confirmed' }
    },
  })
  const printed = async (count: number): Promise<void> =>
    waitUntil(
      () => papers.length === count && till.store.printJobs.next() === undefined,
      () => `${papers.length} papers of ${count}`,
    )
  till.signIn()
  till.do('12⏎', action('cash'), '⏎', X_ALLOWED)
  expect(till.state()).toMatchObject({
    screen: { name: 'reports', reports: [{ kind: 'x', totals: { saleCount: 1 } }] },
  })
  await printed(2)
  till.do('⏎')
  await printed(3)
  till.do('⎋', action('close_shift'), '1073,5⏎y')
  expect(till.state()).toMatchObject({
    screen: { name: 'shift_closed', report: { kind: 'z', reportNumber: 1, count: { differenceMinor: -50 } } },
  })
  await printed(4)
  expect(papers.slice(1).map((paper) => [/[XZ] REPORT \d/u.exec(paper)?.[0], paper.includes('COPY')])).toEqual([
    ['X REPORT 1', false],
    ['X REPORT 1', true],
    ['Z REPORT 1', false],
  ])
  await till.close()
})
