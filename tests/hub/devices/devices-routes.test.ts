import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseEnrolmentCode, type EnrolmentCode } from '#core/identity/enrolment-code.ts'
import { openHub, type Hub } from '#hub/hub.ts'
import { createLog } from '#hub/log.ts'
import { readSettings } from '#hub/settings.ts'
import { deviceIdentity } from '#kiosk/link/device-identity.ts'
import { enrol } from '#kiosk/link/enrol.ts'
import { newFolder } from '#tests/support/running-hub.ts'

let folder: ReturnType<typeof newFolder>
let hub: Hub
let token: string

const ask = async (method: string, path: string, body?: object): Promise<{ status: number; json: unknown }> => {
  const answer = await fetch(`http://127.0.0.1:${hub.port}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) }
}

const codeOf = (json: unknown): EnrolmentCode => {
  const code = parseEnrolmentCode((json as { code: string }).code)
  if (code === undefined) throw new Error('Nobody can read this code.')
  return code
}

beforeEach(async () => {
  folder = newFolder()
  const environment = { NODE_ENV: 'test', VENDLY_DATA: folder.path, PORT: '0', MQTT_PORT: '0', DEVICE_PORT: '0' }
  hub = await openHub({
    settings: readSettings(environment, () => 'a secret of tests that is long enough'),
    logger: createLog({ level: 'silent', file: 1 }),
    onFatal: (error) => {
      throw error
    },
  })
  token = ''
  const login = await ask('POST', '/auth/login', { email: 'admin@vendly.com', password: 'admin123' })
  token = (login.json as { access_token: string }).access_token
})

afterEach(async () => {
  await hub.close()
  folder.remove()
})

describe('/api/v1/devices', () => {
  it('makes a token, shows the device that used it, and takes its key away', async () => {
    const made = await ask('POST', '/devices/tokens', { name: 'T1' })
    expect(made).toMatchObject({
      status: 201,
      json: { name: 'T1', token: expect.stringMatching(/^(\w{4}-){7}\w{4}$/) },
    })
    const identity = deviceIdentity(generateKeyPairSync('ed25519').privateKey)
    const { deviceId } = await enrol(codeOf(made.json), identity)
    const known = {
      id: deviceId,
      name: 'T1',
      device_number: 1,
      generation: 1,
      is_online: false,
      revoked_at: null,
      rolled_back: null,
    }
    expect(await ask('GET', '/devices')).toMatchObject({ status: 200, json: [known] })

    expect((await ask('POST', `/devices/${deviceId}/revoke`, { reason: 'stolen' })).status).toBe(204)
    expect(hub.devices.directory.findByPin(identity.pin)).toBeUndefined()
    expect(await ask('GET', '/devices')).toMatchObject({ json: [{ id: deviceId, revoked_at: expect.any(String) }] })
    expect((await ask('POST', `/devices/${deviceId}/revoke`, { reason: 'again' })).status).toBe(404)
  })

  it.each([
    [{ name: 't1' }, 422],
    [{ name: 'T1', lifetime_minutes: 0 }, 422],
    [{ name: 'T1', lifetime_minutes: 129_601 }, 422],
    [{ name: 'T1', lifetime_minutes: 129_600 }, 201],
    [{}, 422],
  ])('answers %j with %i', async (body, status) => {
    expect((await ask('POST', '/devices/tokens', body)).status).toBe(status)
  })

  it('is for those who manage devices', async () => {
    token = 'none'
    expect((await ask('POST', '/devices/tokens', { name: 'T1' })).status).toBe(401)
    expect((await ask('GET', '/devices')).status).toBe(401)
  })
})
