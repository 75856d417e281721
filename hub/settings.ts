import { join, resolve } from 'node:path'
import { Type, type Static, type TSchema } from 'typebox'
import type { RateLimit } from '#hub/http/rate-limit.ts'
import { StartError } from '#hub/start-error.ts'

/** A secret shorter than 32 characters is guessed; 64 hexadecimal digits are 256 bits. */
const SECRET_LENGTH_MIN = 32
const SECRET_COMMAND = 'openssl rand -hex 32'

const text = (description: string, more: object = {}) => Type.Optional(Type.String({ description, ...more }))
const flag = (description: string) => text(description, { pattern: '^(true|false|1|0)$', default: 'false' })
const rate = (description: string, fallback: string) =>
  text(description, { pattern: '^([1-9][0-9]{0,8}/(second|minute|hour)|off)$', default: fallback })
const wholeNumber = (description: string, fallback: string) =>
  text(description, { pattern: '^[0-9]{1,9}$', default: fallback })

/** Every setting of the hub by the name of its environment variable; names that Vendly had mean what they meant. */
const settingsSchema = Type.Object({
  NODE_ENV: text('production, development or test; test opens /api/v1/testing and must never face a network.', {
    pattern: '^(production|development|test)$',
    default: 'production',
  }),
  VENDLY_DEMO: flag('The demo shop: admin@vendly.com / admin123, loopback only, secrets made by themselves.'),
  VENDLY_DATA: text('Folder of everything that lasts: hub/, kiosk/, devices/ and logs/ are below it.', {
    default: '.local/hub',
  }),
  DATABASE_URL: text('Path of the SQLite file, plain or as sqlite:///path. Empty: hub/hub.sqlite in VENDLY_DATA.', {
    default: '',
  }),
  MIRROR_DIR: text(
    'Folder on a second disk, stick or mount that holds what exists once: the entries and keys of the hub itself. Empty: none.',
    { default: '' },
  ),
  ARCHIVE_AFTER_MONTHS: wholeNumber(
    'Whole months that stay in the database; older ones move into compressed files beside it. 0: all stay.',
    '24',
  ),
  VENDLY_RUNTIME: text(
    'Folder of the control socket, short and private. Empty: a fresh one in XDG_RUNTIME_DIR or TMPDIR.',
    {
      default: '',
    },
  ),
  HOST: text('Address the API listens on. Empty: 127.0.0.1 in the demo, else 0.0.0.0.', { default: '' }),
  PORT: wholeNumber('Port of the API.', '8000'),
  STORE_ID: text('Name of the store in topics: small letters, digits and hyphens.', {
    pattern: '^[a-z0-9-]{1,32}$',
    default: 'main',
  }),
  DEVICE_HOST: text('Address that devices connect to. Empty: 127.0.0.1 in the demo, else 0.0.0.0.', { default: '' }),
  MQTT_PORT: wholeNumber('Port of the broker for devices, by TLS. Enrolled devices remember it.', '8883'),
  DEVICE_PORT: wholeNumber('Port of HTTPS for devices. Enrolled devices remember it.', '8443'),
  HUB_NAMES: text(
    'Names or addresses of this hub in the codes that enrol devices, with commas between. Empty: its own.',
    {
      default: '',
    },
  ),
  JWT_SECRET: text(`Signs access tokens. At least ${SECRET_LENGTH_MIN} characters: ${SECRET_COMMAND}`, {
    default: '',
  }),
  ENCRYPTION_KEY: text(`Encrypts what is stored sealed. At least ${SECRET_LENGTH_MIN} characters: ${SECRET_COMMAND}`, {
    default: '',
  }),
  ACCESS_TTL_MIN: wholeNumber('Minutes that an access token is good for.', '15'),
  RATE_LIMIT_LOGIN: rate('Sign-ins from one address.', '5/minute'),
  RATE_LIMIT_API: rate('Requests of one user.', '6000/minute'),
  CORS_ORIGINS: text('Origins of browsers that may call the API, with commas between. Empty: none.', { default: '' }),
  LOG_LEVEL: text('trace, debug, info, warn or error.', {
    pattern: '^(trace|debug|info|warn|error)$',
    default: 'info',
  }),
  LOG_FILE: text('File to log to. Empty: standard output.', { default: '' }),
})

type SettingName = keyof Static<typeof settingsSchema>
type Texts = Readonly<Record<SettingName, string>>

/** The settings as the program uses them. */
export interface Settings {
  readonly environment: string
  readonly isTest: boolean
  readonly isDemo: boolean
  readonly dataFolder: string
  readonly databasePath: string
  readonly mirrorFolder: string | undefined
  readonly archiveAfterMonths: number
  readonly runtimeFolder: string | undefined
  readonly host: string
  readonly port: number
  readonly storeId: string
  readonly deviceHost: string
  readonly mqttPort: number
  readonly devicePort: number
  readonly hubNames: readonly string[]
  readonly jwtSecret: string
  readonly encryptionKey: string
  readonly accessTtlSeconds: number
  readonly loginLimit: RateLimit
  readonly apiLimit: RateLimit
  readonly corsOrigins: readonly string[]
  readonly logLevel: string
  readonly logFile: string | undefined
}

interface SettingSchema {
  readonly description?: string
  readonly pattern?: string
  readonly default?: string
}

/** Name, meaning and default of each setting, in the order that `.env.example` has them. */
export function settingList(): readonly { readonly name: string; readonly schema: SettingSchema }[] {
  const schemas = Object.entries(settingsSchema.properties as Record<string, TSchema & SettingSchema>)
  return schemas.map(([name, schema]) => ({ name, schema }))
}

const WINDOWS_MS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000 }

const rateOf = (value: string): RateLimit => {
  const [count = '', unit = ''] = value.split('/')
  return value === 'off'
    ? { count: Number.MAX_SAFE_INTEGER, windowMs: 60_000 }
    : { count: Number(count), windowMs: WINDOWS_MS[unit] ?? 60_000 }
}

/** Where the database is, by the setting DATABASE_URL. */
export const databasePathOf = (url: string, dataFolder: string): string => {
  if (url === '') return join(dataFolder, 'hub', 'hub.sqlite')
  const [, scheme] = /^([a-z][a-z0-9+]*):/u.exec(url) ?? []
  if (scheme === undefined) return resolve(url)
  if (scheme !== 'sqlite') {
    throw new StartError(`DATABASE_URL: this version keeps its data in SQLite; "${scheme}" is not supported.`)
  }
  return resolve(url.replace(/^sqlite:(?:\/\/\/)?/u, ''))
}

const readTexts = (environment: Readonly<Record<string, string | undefined>>): Texts => {
  const entries = settingList().map(({ name, schema: { pattern, default: fallback = '' } }) => {
    const given = environment[name]?.trim()
    const value = given === undefined || given === '' ? fallback : given
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
      throw new StartError(`${name}: "${value}" does not fit. See .env.example for what it takes.`)
    }
    return [name, value] as const
  })
  // Every name of the schema has just been given a text.
  return Object.fromEntries(entries) as Texts
}

const listOf = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

const secretNames = ['JWT_SECRET', 'ENCRYPTION_KEY'] as const satisfies readonly SettingName[]

const whatIsWrong = (name: SettingName, value: string): string =>
  value === '' ? `${name} is missing.` : `${name} has ${value.length} characters, and ${SECRET_LENGTH_MIN} are needed.`

/** All that is wrong is named at once, so that nobody starts the hub again to hear of the next. */
const requireSecrets = (texts: Texts, names: readonly SettingName[]): void => {
  const wrong = names.filter((name) => texts[name].length < SECRET_LENGTH_MIN)
  if (wrong.length === 0) return
  const words = wrong.map((name) => whatIsWrong(name, texts[name])).join(' ')
  const commands = wrong.map((name) => `  echo "${name}=$(${SECRET_COMMAND})" >> .env\n`).join('')
  const how = wrong.length === 1 ? 'Make one, and put it' : 'Make them, and put them'
  const isShort = wrong.some((name) => texts[name] !== '')
  const instead = isShort ? ' in place of the line that is there' : ''
  const inContainer = wrong.map((name) => `-e ${name}=…`).join(' ')
  throw new StartError(`${words} ${how} into .env${instead}, or give a container ${inContainer}:\n\n${commands}`)
}

/**
 * Reads the settings from the environment. `makeSecret` stands in for secrets that the demo and the test mode may go
 * without. Throws `StartError` with what to do about it.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  makeSecret: (name: string, dataFolder: string) => string,
): Settings {
  const texts = readTexts(environment)
  const isTest = texts.NODE_ENV === 'test'
  const isDemo = /^(true|1)$/u.test(texts.VENDLY_DEMO)
  const dataFolder = resolve(texts.VENDLY_DATA)
  const isMade = (name: SettingName): boolean => texts[name] === '' && (isDemo || isTest)
  requireSecrets(
    texts,
    secretNames.filter((name) => !isMade(name)),
  )
  const secret = (name: SettingName): string => (isMade(name) ? makeSecret(name, dataFolder) : texts[name])
  const everyAddress = isDemo || isTest ? '127.0.0.1' : '0.0.0.0'
  return {
    environment: texts.NODE_ENV,
    isTest,
    isDemo,
    dataFolder,
    databasePath: databasePathOf(texts.DATABASE_URL, dataFolder),
    mirrorFolder: texts.MIRROR_DIR === '' ? undefined : resolve(texts.MIRROR_DIR),
    archiveAfterMonths: Number(texts.ARCHIVE_AFTER_MONTHS),
    runtimeFolder: texts.VENDLY_RUNTIME === '' ? undefined : resolve(texts.VENDLY_RUNTIME),
    host: texts.HOST === '' ? everyAddress : texts.HOST,
    port: Number(texts.PORT),
    storeId: texts.STORE_ID,
    deviceHost: texts.DEVICE_HOST === '' ? everyAddress : texts.DEVICE_HOST,
    mqttPort: Number(texts.MQTT_PORT),
    devicePort: Number(texts.DEVICE_PORT),
    hubNames: listOf(texts.HUB_NAMES),
    jwtSecret: secret('JWT_SECRET'),
    encryptionKey: secret('ENCRYPTION_KEY'),
    accessTtlSeconds: Number(texts.ACCESS_TTL_MIN) * 60,
    loginLimit: rateOf(texts.RATE_LIMIT_LOGIN),
    apiLimit: rateOf(texts.RATE_LIMIT_API),
    corsOrigins: listOf(texts.CORS_ORIGINS),
    logLevel: texts.LOG_LEVEL,
    logFile: texts.LOG_FILE === '' ? undefined : resolve(texts.LOG_FILE),
  }
}
