const MONTHS = 12
const FEBRUARY = 2
const shortMonths: ReadonlySet<number> = new Set([4, 6, 9, 11])

const daysIn = (year: number, month: number): number => {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (month === FEBRUARY) return isLeap ? 29 : 28
  return shortMonths.has(month) ? 30 : 31
}

/** A date typed as its eight digits, `20260301`, as `2026-03-01`; undefined where the calendar has no such day. */
export function readDate(digits: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^(20\d\d)(\d\d)(\d\d)$/u.exec(digits) ?? []
  const isMonth = Number(month) >= 1 && Number(month) <= MONTHS
  if (!isMonth || Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month))) return undefined
  return `${year}-${month}-${day}`
}
