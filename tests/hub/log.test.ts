import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog } from '#hub/log.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'

test('every kind of secret is logged in every way, and none stands in the file', () => {
  const file = join(folder, 'logs', 'hub.log')
  const log = createLog({ level: 'trace', file })
  const secrets: Readonly<Record<string, string>> = {
    password: 'hunter2-password',
    new_password: 'hunter3-password',
    passwordHash: '$2b$12$hash-of-a-password',
    pin: '4711-pin',
    pinVerifier: '$argon2id$verifier',
    authorization: `Bearer ${TOKEN}`,
    cookie: 'session=cookie-value',
    access_token: 'access-token-value',
    refreshToken: 'refresh-token-value',
    api_key: 'api-key-value',
    jwtSecret: 'jwt-secret-value',
    ENCRYPTION_KEY: 'encryption-key-value',
    email: 'ann@example.com',
    phone: '212-555-0147',
    address: '1 Private Road',
    full_name: 'Ann Private',
    notes: 'allergic to notes',
    card_number: '4111111111111111',
  }
  log.info(secrets, 'flat')
  log.warn({ request: { headers: secrets, list: [secrets] } }, 'nested')
  log.error({ err: new Error(`failed for ann@example.com with ${TOKEN}`) }, 'in an error')
  log.error(new Error('card 4111 1111 1111 1111 refused', { cause: new Error(`Bearer ${TOKEN}`) }))
  log.info(`text with ${TOKEN}, Bearer abc.def-ghi, 5555-5555-5555-4444 and ann@example.com`)
  log.info('an address: %s', `/ws?token=${TOKEN}&code=query-code-value`)
  const text = readFileSync(file, 'utf8')
  const found = [
    ...Object.values(secrets),
    TOKEN,
    '4111 1111',
    '4111111',
    '5555-5555',
    'abc.def-ghi',
    'query-code-value',
  ].filter((secret) => text.includes(secret))
  expect(found).toEqual([])
  expect(text.trimEnd().split('\n')).toHaveLength(6)
  for (const line of text.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) })
})

test('what is no secret is readable', () => {
  const file = join(folder, 'hub.log')
  createLog({ level: 'info', file }).info(
    { route: '/api/v1/products/:product_id', status: 404, gtin: '4006381333931' },
    'answered',
  )
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    route: '/api/v1/products/:product_id',
    status: 404,
    gtin: '4006381333931',
    msg: 'answered',
  })
})

test.skipIf(process.getuid?.() !== 0)(
  'on a full disk lines are lost, the program is not, and it goes on with room',
  () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder])
    try {
      writeFileSync(join(folder, 'filler'), Buffer.alloc(48 * 1024))
      const file = join(folder, 'hub.log')
      const log = createLog({ level: 'info', file })
      for (let n = 0; n < 500; n += 1) log.info({ n }, 'a line that takes up some room on the disk')
      rmSync(join(folder, 'filler'))
      for (let n = 0; n < 500; n += 1) log.info('again')
      expect(readFileSync(file, 'utf8')).toContain('again')
    } finally {
      execFileSync('umount', ['--lazy', folder])
    }
  },
)
