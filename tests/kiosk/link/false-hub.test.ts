import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import { connect as connectTcp, type AddressInfo } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { deviceTlsOptions } from '#hub/devices/device-tls.ts'
import { hubIdentity } from '#hub/devices/hub-identity.ts'
import { deviceIdentity } from '#kiosk/link/device-identity.ts'
import { enrol } from '#kiosk/link/enrol.ts'
import type { EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { HubClient } from '#kiosk/link/hub-client.ts'

const hub = hubIdentity(generateKeyPairSync('ed25519').privateKey)
const device = deviceIdentity(generateKeyPairSync('ed25519').privateKey)
const servers: Server[] = []

/** Somebody with the hub's key who answers everything with this. */
const answerWith = async (status: number, body: string, breaksOff = false): Promise<number> => {
  const server = createServer(deviceTlsOptions(hub), (_request, response) => {
    response.writeHead(status, breaksOff ? { 'content-length': String(body.length + 9) } : {})
    if (breaksOff) response.write(body, () => response.destroy())
    else response.end(body)
  })
  servers.push(server)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return address.port
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const record = (httpsPort: number): EnrolmentRecord => ({
  store: 'main',
  deviceId: '11111111-1111-7111-8111-111111111111',
  deviceNumber: 1,
  name: 'T1',
  receiptPrefix: 'T1',
  feedKey: `${'A'.repeat(59)}=`,
  mqttPort: 1,
  httpsPort,
  host: '127.0.0.1',
  hubPin: hub.pin,
})

const answer = { ...record(8443), host: undefined, hubPin: undefined, proof: '0'.repeat(64) }

describe('an enrolment', () => {
  it.each([
    ['somebody who does not hold the token', 200, JSON.stringify(answer), 'hub_pin_wrong'],
    ['an answer of another kind', 200, '{"welcome":true}', 'hub_answer_invalid'],
    ['no JSON', 200, '<html>', 'hub_answer_invalid'],
    ['more than an answer has', 200, `"${'x'.repeat(20_000)}"`, 'hub_answer_invalid'],
  ])('believes not %s', async (_what, status, body, code) => {
    const port = await answerWith(status, body)
    const enrolling = enrol({ token: new Uint8Array(16), addresses: [`127.0.0.1:${port}`] }, device)
    await expect(enrolling).rejects.toMatchObject({ name: 'LinkError', code })
  })

  it('says so when there is nobody, or no address at all', async () => {
    const token = new Uint8Array(16)
    await expect(enrol({ token, addresses: [] }, device)).rejects.toMatchObject({ code: 'hub_unreachable' })
    await expect(enrol({ token, addresses: ['127.0.0.1:1'] }, device)).rejects.toMatchObject({
      code: 'hub_unreachable',
    })
  })
})

describe('a fetch', () => {
  it.each([
    ['an error', 503, '{}', 'hub_refused'],
    ['another shape', 200, '{"levels":[{"productId":"one"}]}', 'hub_answer_invalid'],
    ['no JSON', 200, 'levels', 'hub_answer_invalid'],
  ])('of %s fails as the network’s fault', async (_what, status, body, code) => {
    const client = new HubClient(record(await answerWith(status, body)), device)
    await expect(client.stock()).rejects.toMatchObject({ name: 'LinkError', code })
  })

  it('that breaks off fails, and one of a snapshot that is refused', async () => {
    const broken = new HubClient(record(await answerWith(200, '{"levels":[', true)), device)
    await expect(broken.stock()).rejects.toMatchObject({ code: 'hub_answer_invalid' })
    const refused = new HubClient(record(await answerWith(401, '{}')), device)
    const build = (): never => {
      throw new Error('Nothing is built.')
    }
    await expect(refused.snapshot(build, () => true)).rejects.toMatchObject({ code: 'hub_refused', status: 401 })
  })
})

describe('the hub’s TLS', () => {
  it('is 1.3 and nothing older', async () => {
    const port = await answerWith(200, '{}')
    const outcome = await new Promise((resolve) => {
      const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false, maxVersion: 'TLSv1.2' })
      socket.once('secureConnect', () => resolve('connected'))
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    })
    expect(outcome).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')
  })

  it('gives up a socket that says nothing', async () => {
    const port = await answerWith(200, '{}')
    const socket = connectTcp(port, '127.0.0.1')
    const startedAtMs = performance.now()
    await new Promise((resolve) => void socket.once('close', resolve).resume())
    expect(performance.now() - startedAtMs).toBeLessThan(8_000)
  }, 10_000)
})
