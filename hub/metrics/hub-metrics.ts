import type { HubDatabase } from '#hub/db/hub-database.ts'
import type { Devices } from '#hub/devices/open-devices.ts'
import type { MetricsRegistry } from '#hub/metrics/registry.ts'

/** What a scrape asks of the running hub. */
export function registerHubMetrics(
  metrics: MetricsRegistry,
  { database, devices }: { readonly database: HubDatabase; readonly devices: Devices },
): void {
  metrics.gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss())
  metrics.gauge('process_cpu_seconds_total', 'CPU time used, user and system.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1_000_000
  })
  metrics.gauge('process_uptime_seconds', 'Time since the start.', () => Math.round(process.uptime()))
  metrics.gauge('hub_database_bytes', 'Size of the database file.', () => database.sizeBytes())
  metrics.gauge('hub_commands_waiting', 'Commands that wait for the writer.', () => database.waitingCount())
  metrics.gauge('hub_devices_enrolled', 'Devices that may connect.', () => devices.directory.list().length)
}
