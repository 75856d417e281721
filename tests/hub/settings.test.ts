import { expect, test } from 'vitest'
import { readSettings } from '#hub/settings.ts'
import { StartError } from '#hub/start-error.ts'

const secrets = { JWT_SECRET: 'j'.repeat(64), ENCRYPTION_KEY: 'e'.repeat(64) }
const noSecret = (): string => {
  throw new Error('Nobody may make secrets here.')
}
const read = (environment: Readonly<Record<string, string>>) => readSettings(environment, noSecret)

test('with two secrets the rest has a sensible value', () => {
  expect(read(secrets)).toMatchObject({
    environment: 'production',
    isDemo: false,
    isTest: false,
    host: '0.0.0.0',
    port: 8000,
    accessTtlSeconds: 900,
    loginLimit: { count: 5, windowMs: 60_000 },
    corsOrigins: [],
    logFile: undefined,
  })
})

test('all secrets that are missing or short are named at once', () => {
  expect(() => readSettings({ JWT_SECRET: 'short' }, noSecret)).toThrow(
    'JWT_SECRET has 5 characters, and 32 are needed. ENCRYPTION_KEY is missing. Make them, and put them into .env in place of the line that is there, or give a container -e JWT_SECRET=… -e ENCRYPTION_KEY=…:\n\n' +
      '  echo "JWT_SECRET=$(openssl rand -hex 32)" >> .env\n  echo "ENCRYPTION_KEY=$(openssl rand -hex 32)" >> .env\n',
  )
})

test.each(['JWT_SECRET', 'ENCRYPTION_KEY'])(
  'a missing or short %s stops the start with the command that makes one',
  (name) => {
    for (const value of ['', 'short', 'x'.repeat(31)]) {
      const start = (): unknown => read({ ...secrets, [name]: value })
      expect(start).toThrow(StartError)
      expect(start).toThrow(new RegExp(`${name} (is missing|has \\d+ characters)`, 'u'))
      expect(start).toThrow(`echo "${name}=$(openssl rand -hex 32)" >> .env`)
    }
  },
)

test('the demo makes its secrets, and listens on loopback', () => {
  const settings = readSettings({ VENDLY_DEMO: 'true' }, (name) => `made ${name}`)
  expect(settings).toMatchObject({
    isDemo: true,
    host: '127.0.0.1',
    deviceHost: '127.0.0.1',
    jwtSecret: 'made JWT_SECRET',
  })
})

test.each([
  ['PORT', 'http'],
  ['PORT', '-1'],
  ['NODE_ENV', 'staging'],
  ['VENDLY_DEMO', 'maybe'],
  ['RATE_LIMIT_LOGIN', '5 a minute'],
  ['LOG_LEVEL', 'loud'],
  ['STORE_ID', 'a/b'],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => read({ ...secrets, [name]: value })).toThrow(new RegExp(`^${name}: "${value}"`, 'u'))
})

test('DATABASE_URL: a path, with or without its scheme; what is not there yet says so', () => {
  expect(read({ ...secrets, VENDLY_DATA: '/srv/v' }).databasePath).toBe('/srv/v/hub/hub.sqlite')
  expect(read({ ...secrets, DATABASE_URL: '/srv/shop.sqlite' }).databasePath).toBe('/srv/shop.sqlite')
  expect(read({ ...secrets, DATABASE_URL: 'sqlite:////srv/shop.sqlite' }).databasePath).toBe('/srv/shop.sqlite')
  expect(() => read({ ...secrets, DATABASE_URL: 'postgres://db/shop' })).toThrow(/"postgres" is not supported/u)
})
