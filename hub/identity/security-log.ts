import type { RecordSecurityEvent } from '#hub/identity/security-event.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import type { Journal } from '#hub/ingest/journal.ts'
import type { MetricsRegistry } from '#hub/metrics/registry.ts'

/** As the entry's schema has it. */
const DETAIL_LENGTH_MAX = 200

/** Counts security events and writes them into the hub's stream, where the audit finds them. */
export function createSecurityLog(journal: Journal, metrics: MetricsRegistry): RecordSecurityEvent {
  const total = metrics.counter('security_events_total', 'Security events by kind.')
  return async (event, { userId, role, detail }) => {
    total.add({ event })
    const actor = userId === null ? programActor : ({ kind: 'user', id: userId } as const)
    const body = { event, userId, role, detail: detail.slice(0, DETAIL_LENGTH_MAX) }
    await journal.write(({ record }) => record(actor, { type: 'security_event', body }))
  }
}
