import type { MetricsRegistry } from '#hub/metrics/registry.ts'

/** What somebody has to come and look at while the hub goes on serving; each has a gauge, 1 while it stands. */
const alarmHelp = {
  mirror: 'The mirror of the own entries is missing, full or unwritable.',
  disk_full: 'The disk of the database is full; nothing is taken.',
  quarantine: 'Entries are kept that change nothing yet, or streams of tills are stopped; see /api/v1/quarantine.',
} as const

type AlarmCode = keyof typeof alarmHelp

/** An alarm in words, without anything that a stranger may not know. */
interface Alarm {
  readonly code: AlarmCode
  readonly detail: string
}

/** The alarms that stand. */
export interface Alarms {
  /** Raises one; said again in other words it is logged again. */
  readonly raise: (code: AlarmCode, detail: string, cause?: unknown) => void
  readonly clear: (code: AlarmCode) => void
  readonly standing: () => readonly Alarm[]
}

interface AlarmLog {
  readonly error: (fields: object, message: string) => void
  readonly info: (fields: object, message: string) => void
}

export function createAlarms(log: AlarmLog, metrics: MetricsRegistry): Alarms {
  const standing = new Map<AlarmCode, string>()
  for (const [code, help] of Object.entries(alarmHelp)) {
    // Its keys are the codes.
    metrics.gauge(`hub_alarm_${code}`, help, () => (standing.has(code as AlarmCode) ? 1 : 0))
  }
  return {
    raise: (code, detail, cause) => {
      if (standing.get(code) === detail) return
      standing.set(code, detail)
      log.error({ alarm: code, ...(cause === undefined ? {} : { err: cause }) }, detail)
    },
    clear: (code) => {
      if (standing.delete(code)) log.info({ alarm: code }, 'the alarm is over')
    },
    standing: () => [...standing].map(([code, detail]) => ({ code, detail })),
  }
}
