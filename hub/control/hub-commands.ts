import { Type, type TSchema, type Static } from 'typebox'
import { Check } from 'typebox/value'
import { DomainError } from '#core/errors/domain-error.ts'
import { DeviceName } from '#core/identity/device-name.ts'
import { verifyChains } from '#hub/audit/verify-chains.ts'
import { createSnapshots } from '#hub/backup/take-snapshot.ts'
import type { ControlCommand } from '#hub/control/control-server.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { TOKEN_LIFETIME_MAX_MS, TOKEN_LIFETIME_MS } from '#hub/devices/enrolment.ts'
import type { Devices } from '#hub/devices/open-devices.ts'
import type { Alarms } from '#hub/health/alarms.ts'
import { makeOwner } from '#hub/identity/make-owner.ts'
import { seedDemo, type SeedParts } from '#hub/seed/seed-demo.ts'
import type { Settings } from '#hub/settings.ts'

/** What commands about the data need: a running hub has it, and so has the `vendly` command that opened the data itself. */
export interface DataCommandsParts extends SeedParts {
  readonly settings: Pick<Settings, 'isDemo' | 'isTest'>
  readonly database: HubDatabase
}

export interface HubCommandsParts extends DataCommandsParts {
  readonly devices: Devices
  readonly alarms: Alarms
  readonly version: string
  /** Where the API listens. */
  readonly port: number
}

const MINUTE_MS = 60_000

const tokenParams = Type.Object(
  {
    name: DeviceName,
    minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: TOKEN_LIFETIME_MAX_MS / MINUTE_MS })),
  },
  { additionalProperties: false },
)

const ownerParams = Type.Object(
  {
    email: Type.String({ pattern: String.raw`^[^\s@]+@[^\s@]+\.[^\s@]+$`, maxLength: 254 }),
    name: Type.String({ minLength: 1, maxLength: 100 }),
  },
  { additionalProperties: false },
)

const checked = <T extends TSchema>(schema: T, params: unknown): Static<T> => {
  if (Check(schema, params)) return params
  throw new DomainError('text_invalid', 'The command has other parameters than it takes; see --help.')
}

/** Commands that work on the data, with or without a running hub. */
export function createDataCommands(parts: DataCommandsParts): Readonly<Record<string, ControlCommand>> {
  const { settings, database, sha256 } = parts
  const takeSnapshot = createSnapshots(database)
  return {
    seed: async (_params, say) => {
      if (!settings.isDemo && !settings.isTest) {
        throw new DomainError('conflict', 'Only a demo is filled with the demo shop: set VENDLY_DEMO=true.')
      }
      return seedDemo(parts, say)
    },
    owner: async (params) => {
      const password = await makeOwner({ ...parts, nowMs: parts.clock.nowMs }, checked(ownerParams, params))
      return { password }
    },
    doctor: async () => {
      const { breaks, streamCount, entryCount } = await verifyChains(database.read, sha256)
      return { damage: database.findDamage(), breaks, streamCount, entryCount, sizeBytes: database.sizeBytes() }
    },
    migrate: async () => ({ steps: database.migrated }),
    snapshot: async (_params, say) => takeSnapshot(say),
  }
}

/** What the `vendly` command may ask of a running hub, over its control socket. */
export function createHubCommands(parts: HubCommandsParts): Readonly<Record<string, ControlCommand>> {
  const { database, devices, alarms, version, port } = parts
  return {
    ...createDataCommands(parts),
    status: async () => ({
      version,
      port,
      mqttPort: devices.mqttPort,
      devicePort: devices.httpsPort,
      databasePath: database.path,
      deviceCount: devices.directory.list().length,
      alarms:
        alarms
          .standing()
          .map(({ detail }) => detail)
          .join(' ') || 'none',
    }),
    token: async (params) => {
      const { name, minutes } = checked(tokenParams, params)
      const lifetimeMs = minutes === undefined ? TOKEN_LIFETIME_MS : minutes * MINUTE_MS
      return devices.enrolment.makeToken(name, lifetimeMs, null)
    },
  }
}
