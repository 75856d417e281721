/** Dates and times as the shop's people read them. */
export interface LocalTime {
  /** `2026-03-01` */
  readonly date: (nowMs: number) => string
  /** `2026-03-01 14:32` */
  readonly dateTime: (nowMs: number) => string
  /** `14:32` */
  readonly time: (nowMs: number) => string
}

/** Times in one time zone (an IANA name). An unknown one counts as UTC, so that a typo at the hub stops no till. */
export function createLocalTime(timeZone: string): LocalTime {
  const options = {
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  } as const
  const format = (zone: string): Intl.DateTimeFormat => new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: zone })
  let formatter: Intl.DateTimeFormat
  try {
    formatter = format(timeZone)
  } catch {
    formatter = format('UTC')
  }
  // Swedish writes dates as ISO 8601 does.
  const dateTime = (nowMs: number): string => formatter.format(nowMs)
  return { dateTime, date: (nowMs) => dateTime(nowMs).slice(0, 10), time: (nowMs) => dateTime(nowMs).slice(11) }
}
