import { expect, test } from 'vitest'
import type { Clock } from '#core/ports/clock.ts'
import { isPossibleTime } from '#kiosk/effects/system-clock.ts'
import { PIN, startRealTill } from '#tests/kiosk/effects/real-till.ts'
import { auditFolder } from '#tests/kiosk/store/audit-till.ts'
import { TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'
import { action } from '#tests/support/tiny-till.ts'

const NOW_MS = Date.UTC(2026, 10, 25, 9)
const clockAt = (nowMs: number): Clock => ({
  nowMs: () => nowMs,
  monotonicMs: () => 1_000,
  isTrusted: () => isPossibleTime(nowMs),
})

const wrong = [
  ['1970', Date.UTC(1970, 0, 1, 0, 5)],
  ['2045', Date.UTC(2045, 5, 30, 12)],
] as const

const businessDates = (till: ReturnType<typeof startRealTill>): string[] =>
  till.store.reports.last(10).map(({ businessDate }) => businessDate)

test.each(wrong)('a clock at %s: the date is asked for, and everything goes on', async (_year, nowMs) => {
  using folder = new TemporaryFolder()
  const before = startRealTill(folder.path, {}, undefined, { clock: clockAt(NOW_MS) })
  before.signIn()
  before.do('12⏎+⏎⏎', '⎋', action('close_shift'), '1000⏎y', '⏎')
  await before.close()

  const till = startRealTill(folder.path, {}, undefined, { clock: clockAt(nowMs) })
  till.do(`1⏎${PIN}⏎`)
  expect(till.state().screen).toMatchObject({ name: 'open_shift', isDateConfirmed: false })
  expect(till.do('⏎').notice?.key).toBe('date_confirm_first')
  till.do('20261126⏎', '1000⏎')
  expect(till.state().shift?.businessDate).toBe('2026-11-26')
  till.do('12⏎+⏎⏎', '⎋', '12⏎')
  await till.close()

  const again = startRealTill(folder.path, {}, undefined, { clock: clockAt(nowMs + 60_000) })
  again.do(`1⏎${PIN}⏎`)
  expect(again.state().basket?.lines).toHaveLength(1)
  again.do('+⏎⏎', '⎋', action('close_shift'), '1000⏎y', '⏎')
  expect(businessDates(again)).toEqual(['2026-11-26', expect.stringMatching(/^2026-11-2\d$/u)])
  expect(again.store.sales.last(5).map(({ receiptNumber }) => receiptNumber)).toEqual([3, 2, 1])
  await again.close()

  // The clock is set right: nothing is asked any more.
  const right = startRealTill(folder.path, {}, undefined, { clock: clockAt(NOW_MS + 86_400_000) })
  right.do(`1⏎${PIN}⏎`)
  expect(right.state().screen).toMatchObject({ name: 'open_shift', isDateConfirmed: true })
  await right.close()
  // This till's catalogue has other people than the audit looks for.
  expect(auditFolder(folder.path).problems).toEqual(['catalogue 1 is not whole'])
})

test('a clock that was set back by days is asked about, though its time is possible', async () => {
  using folder = new TemporaryFolder()
  const before = startRealTill(folder.path, {}, undefined, { clock: clockAt(NOW_MS) })
  before.signIn()
  before.do(action('close_shift'), '1000⏎y', '⏎')
  await before.close()
  const till = startRealTill(folder.path, {}, undefined, { clock: clockAt(NOW_MS - 10 * 86_400_000) })
  till.do(`1⏎${PIN}⏎`)
  expect(till.state().screen).toMatchObject({ name: 'open_shift', isDateConfirmed: false })
  await till.close()
})
