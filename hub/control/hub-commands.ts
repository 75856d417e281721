import { Type, type TSchema, type Static } from 'typebox'
import { Check } from 'typebox/value'
import { DomainError } from '#core/errors/domain-error.ts'
import { DeviceName } from '#core/identity/device-name.ts'
import { verifyChains } from '#hub/audit/verify-chains.ts'
import type { ControlCommand } from '#hub/control/control-server.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { TOKEN_LIFETIME_MAX_MS, TOKEN_LIFETIME_MS } from '#hub/devices/enrolment.ts'
import type { Devices } from '#hub/devices/open-devices.ts'
import { seedDemo, type SeedParts } from '#hub/seed/seed-demo.ts'
import type { Settings } from '#hub/settings.ts'

export interface HubCommandsParts extends SeedParts {
  readonly settings: Settings
  readonly database: HubDatabase
  readonly devices: Devices
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

const checked = <T extends TSchema>(schema: T, params: unknown): Static<T> => {
  if (Check(schema, params)) return params
  throw new DomainError('text_invalid', 'The command has other parameters than it takes; see --help.')
}

/** What the `vendly` command may ask of a running hub, over its control socket. */
export function createHubCommands(parts: HubCommandsParts): Readonly<Record<string, ControlCommand>> {
  const { settings, database, devices, version, port, sha256 } = parts
  return {
    status: async () => ({
      version,
      port,
      mqttPort: devices.mqttPort,
      devicePort: devices.httpsPort,
      databasePath: database.path,
      deviceCount: devices.directory.list().length,
    }),
    seed: async (_params, say) => {
      if (!settings.isDemo && !settings.isTest) {
        throw new DomainError(
          'conflict',
          'Only a demo is filled with the demo shop: start the hub with VENDLY_DEMO=true.',
        )
      }
      return seedDemo(parts, say)
    },
    token: async (params) => {
      const { name, minutes } = checked(tokenParams, params)
      const lifetimeMs = minutes === undefined ? TOKEN_LIFETIME_MS : minutes * MINUTE_MS
      return devices.enrolment.makeToken(name, lifetimeMs, null)
    },
    doctor: async () => {
      const { breaks, streamCount, entryCount } = await verifyChains(database.read, sha256)
      return { damage: database.findDamage(), breaks, streamCount, entryCount, sizeBytes: database.sizeBytes() }
    },
    migrate: async () => ({ steps: database.migrated }),
  }
}
