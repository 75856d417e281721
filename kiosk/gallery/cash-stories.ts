import { foreignCounts } from '#core/shift/foreign-count.ts'
import type { ShiftReport } from '#core/shift/shift-report.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import type { CountScreen, TillState } from '#kiosk/state/till-state.ts'

const count: CountScreen = {
  name: 'close_shift',
  denominationsMinor: [5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  pieces: [2, 21, 8, 5, null, null, null, null, null, null, null, null],
  foreign: [],
  sumMinor: undefined,
  selected: 5,
  countings: 1,
}

const withForeign: CountScreen = {
  ...count,
  foreign: [
    { currency: 'EUR', countedMinor: 3_500 },
    { currency: 'USD', countedMinor: null },
  ],
}

interface Money {
  readonly currency: string
  readonly takenMinor: number
  readonly countedMinor: number
}

/** The end of a shift that took money of other countries. */
const endWith = (
  name: string,
  signedIn: TillState,
  z: ShiftReport,
  money: readonly Money[],
): Readonly<Record<string, TillState>> => {
  const foreign = money.map(({ currency, takenMinor }) => ({ currency, givenMinor: takenMinor }))
  const counted = money.map(({ currency, countedMinor }) => ({ currency, countedMinor }))
  const report: ShiftReport = {
    ...z,
    totals: { ...z.totals, foreign },
    count: { countedCashMinor: 0, differenceMinor: 0, ...z.count, foreign: foreignCounts(foreign, counted) },
  }
  return {
    [`confirm-close-${name}`]: {
      ...signedIn,
      shiftTotals: { ...z.totals, foreign },
      screen: {
        name: 'confirm_close',
        count: withForeign,
        countedCashMinor: z.expectedCashMinor,
        counts: undefined,
        foreign: counted,
      },
    },
    [`shift-closed-${name}`]: {
      ...signedIn,
      shift: undefined,
      shiftTotals: undefined,
      screen: { name: 'shift_closed', report },
    },
  }
}

const twoCurrencies: readonly Money[] = [
  { currency: 'EUR', takenMinor: 3_500, countedMinor: 3_500 },
  { currency: 'USD', takenMinor: 4_000, countedMinor: 2_000 },
]

const manyCurrencies = ['AUD', 'CAD', 'CHF', 'DKK', 'EUR', 'JPY', 'NOK', 'SEK', 'USD'].map((currency, at): Money => {
  const takenMinor = 1_000 * (at + 1)
  return { currency, takenMinor, countedMinor: currency === 'NOK' ? 0 : takenMinor }
})

const foreignStories = (signedIn: TillState, z: ShiftReport): Readonly<Record<string, TillState>> => ({
  'close-shift-foreign': { ...signedIn, screen: { ...withForeign, selected: 14 }, entry: '20' },
  ...endWith('foreign', signedIn, z, twoCurrencies),
  ...endWith('currencies', signedIn, z, manyCurrencies),
})

/** The screens of the drawer: what it opens for, counting it, and the reports. */
export const cashStories = (signedIn: TillState, z: ShiftReport): Readonly<Record<string, TillState>> => {
  const { count: _count, ...report } = z
  const x: ShiftReport = { ...report, kind: 'x', reportNumber: 7 }
  const reports = [z, x, { ...z, reportNumber: z.reportNumber - 1 }]
  return {
    'cash-drawer': {
      ...signedIn,
      screen: { name: 'cash_drawer', kind: undefined, amountMinor: 2_500, selected: 2 },
    },
    'cash-drawer-amount': {
      ...signedIn,
      screen: { name: 'cash_drawer', kind: 'paid_in', amountMinor: undefined, selected: 1 },
      entry: '40',
    },
    'close-shift': {
      ...signedIn,
      screen: { ...count, pieces: count.pieces.map(() => null), selected: 0 },
      entry: '762.40',
    },
    'close-shift-pieces': { ...signedIn, screen: count, entry: '14' },
    'confirm-close': {
      ...signedIn,
      screen: { name: 'confirm_close', count, countedCashMinor: 69_190, counts: undefined, foreign: [] },
    },
    ...foreignStories(signedIn, z),
    'shift-closed': {
      ...signedIn,
      shift: undefined,
      shiftTotals: undefined,
      screen: { name: 'shift_closed', report: z },
      notice: good('shift_closed', { differenceMinor: z.count?.differenceMinor ?? 0 }),
    },
    'x-report': {
      ...signedIn,
      screen: { name: 'reports', reports: [x], selected: 0, isOpen: true, firstRow: 0 },
      notice: good('report_taken', { number: 7 }),
    },
    reports: { ...signedIn, screen: { name: 'reports', reports, selected: 0, isOpen: false, firstRow: 0 } },
    'report-scrolled': {
      ...signedIn,
      screen: { name: 'reports', reports, selected: 0, isOpen: true, firstRow: 30 },
      notice: bad('print_refused', { attention: 'The paper is out.' }),
    },
  }
}
