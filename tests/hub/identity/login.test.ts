import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAccessTokens } from '#hub/identity/access-token.ts'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeEach(async () => {
  hub = await openTestHub({ RATE_LIMIT_LOGIN: '5/minute' })
})
afterEach(() => hub.close())

const me = async (token: string) =>
  hub.ask('GET', '/api/v1/auth/me', { as: 'nobody', headers: { authorization: `Bearer ${token}` } })

test('a login answers as Vendly v1 does, with the true lifetime', async () => {
  const { status, json } = await hub.login('Admin@Vendly.com', 'admin123')
  expect(status).toBe(200)
  expect(json).toEqual({
    access_token: expect.any(String),
    refresh_token: json.access_token,
    token_type: 'bearer',
    expires_in: 900,
    user_id: 1,
  })
  expect((await me(json.access_token)).json).toEqual({
    id: 1,
    email: 'admin@vendly.com',
    full_name: 'Test Owner',
    role: 'admin',
  })
})

test('wrong passwords and unknown accounts answer alike', async () => {
  const wrong = await hub.login('admin@vendly.com', 'admin124')
  const unknown = await hub.login('nobody@vendly.com', 'admin123')
  expect(wrong.status).toBe(401)
  expect({ ...(unknown.json as object), request_id: '' }).toEqual({ ...(wrong.json as object), request_id: '' })
  expect(wrong.json).toMatchObject({ detail: 'Invalid credentials' })
})

test('the sixth try in a minute is 429 with Retry-After, and the next minute is free', async () => {
  for (let n = 0; n < 5; n += 1) expect((await hub.login('admin@vendly.com', 'wrong-pass')).status).toBe(401)
  const sixth = await hub.login('admin@vendly.com', 'admin123')
  expect(sixth.status).toBe(429)
  expect(sixth.headers).toMatchObject({ 'retry-after': '60', 'ratelimit-limit': '5', 'ratelimit-remaining': '0' })
  hub.clock.move(60_000)
  expect((await hub.login('admin@vendly.com', 'admin123')).status).toBe(200)
})

test('a password longer than bcrypt reads is wrong, whatever its first 72 bytes', async () => {
  expect((await hub.login('admin@vendly.com', `admin123${'\0'.repeat(80)}`)).status).toBe(401)
  const long = 'x'.repeat(72)
  const hash = await hub.passwords.hash(long)
  expect(await hub.passwords.matches(long, hash)).toBe(true)
  expect(await hub.passwords.matches(`${long}y`, hash)).toBe(false)
})

test('a token ends with its time', async () => {
  const { json } = await hub.login('admin@vendly.com', 'admin123')
  hub.clock.move(900_000 - 1)
  expect((await me(json.access_token)).status).toBe(200)
  hub.clock.move(1)
  expect((await me(json.access_token)).json).toMatchObject({ detail: 'Invalid token' })
})

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const forged = (header: object, claims: object, key: string): string => {
  const signed = `${part(header)}.${part(claims)}`
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

test('forged tokens are refused', async () => {
  const claims = { sub: '1', exp: 4_000_000_000, email: 'admin@vendly.com', role: 'admin', name: 'x' }
  const secret = 'a secret of tests that is long enough'
  expect((await me(forged({ alg: 'HS256', typ: 'JWT' }, claims, secret))).status).toBe(200)
  const bad = [
    forged({ alg: 'HS256', typ: 'JWT' }, claims, 'another key'),
    `${part({ alg: 'none' })}.${part(claims)}.`,
    forged({ alg: 'none' }, claims, secret),
    forged({ alg: 'HS256', crit: ['x'] }, claims, secret),
    forged({ alg: 'HS256' }, { ...claims, sub: '77' }, secret),
    forged({ alg: 'HS256' }, { ...claims, sub: 'x' }, secret),
    forged({ alg: 'HS256' }, { ...claims, exp: 'never' }, secret),
    '..',
    'a.b.c.d',
    'x'.repeat(5000),
  ]
  for (const token of bad) expect([token.slice(0, 40), (await me(token)).status]).toEqual([token.slice(0, 40), 401])
})

test('the signature is that of RFC 7515, appendix A.1', () => {
  const signed =
    'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ'
  const key = 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow'
  const mac = createHmac('sha256', Buffer.from(key, 'base64url')).update(signed).digest('base64url')
  expect(mac).toBe('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')
  const tokens = createAccessTokens('s', () => 0)
  const token = tokens.sign({ sub: '1', email: '', role: '', name: '', iat: 0, exp: 1, jti: '' })
  expect(tokens.verify(token)).toMatchObject({ sub: '1' })
})

test('logins are audited, without the e-mail address', async () => {
  await hub.login('admin@vendly.com', 'wrong-pass')
  await hub.login('admin@vendly.com', 'admin123')
  const { json, text } = await hub.ask<{ items: { body: { event: string } }[] }>(
    'GET',
    '/api/v1/audit?type=security_event',
  )
  const events = json.items.map(({ body }) => body.event)
  expect(events).toContain('LOGIN_FAILED')
  expect(events).toContain('LOGIN_SUCCESS')
  expect(text).not.toContain('admin@vendly.com')
  expect(hub.metrics.text()).toContain('security_events_total{event="LOGIN_FAILED"} 1')
})
