const formats = (): ((timeZone: string, withTime: boolean) => Intl.DateTimeFormat) => {
  const made = new Map<string, Intl.DateTimeFormat>()
  return (timeZone, withTime) => {
    const key = `${timeZone}${withTime ? ' time' : ''}`
    const known = made.get(key)
    if (known) return known
    const time = withTime ? ({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const) : {}
    // The Swedish form of a date is the ISO one.
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      ...time,
    })
    made.set(key, format)
    return format
  }
}

const formatOf = formats()

/** The date on the shop's calendar, `YYYY-MM-DD`. */
export const localDate = (atMs: number, timeZone: string): string => formatOf(timeZone, false).format(atMs)

/** Date and time on the shop's clock, `YYYY-MM-DD hh:mm`. */
export const localDateTime = (atMs: number, timeZone: string): string => formatOf(timeZone, true).format(atMs)
