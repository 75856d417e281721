import type { Reader } from '#hub/db/connection.ts'
import type { Alarms } from '#hub/health/alarms.ts'
import { countWaiting } from '#hub/quarantine/quarantine-queries.ts'

const counted = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]

/** Raises the alarm while anything is quarantined, and ends it when nothing is. */
export async function watchQuarantine(read: Reader, alarms: Alarms): Promise<void> {
  const { entryCount, streamCount } = (await read.one(countWaiting, {})) ?? { entryCount: null, streamCount: null }
  const parts = [
    ...counted(entryCount ?? 0, 'entry is kept that changes nothing yet', 'entries are kept that change nothing yet'),
    ...counted(streamCount ?? 0, 'stream of a till is stopped', 'streams of tills are stopped'),
  ]
  if (parts.length === 0) alarms.clear('quarantine')
  else alarms.raise('quarantine', `${parts.join(', ')}: see /api/v1/quarantine.`)
}
