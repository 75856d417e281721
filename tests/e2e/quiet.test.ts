import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { demoPlace, startDemo, type DemoPlace } from '#tests/support/demo.ts'

interface Recorded {
  readonly program: string
  readonly what: 'start' | 'connect' | 'listen' | 'udp' | 'name'
  readonly target: string
}

const MILK = '0400010297436'

let place: DemoPlace
let folder = ''
beforeEach(async () => {
  place = await demoPlace()
  folder = mkdtempSync(join(tmpdir(), 'vendly-quiet-'))
})
afterEach(() => {
  place.remove()
  rmSync(folder, { recursive: true, force: true })
})

const recordingTo = (file: string): Record<string, string> => ({
  CONNECTIONS_FILE: file,
  NODE_OPTIONS: `--import=${resolve('tests/support/record-connections.mjs')}`,
})

const recordsIn = (file: string): Recorded[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded)

const isUnixSocket = (target: string): boolean => target.startsWith('/') && target.endsWith('.sock')

test('no program calls home: unix sockets and the configured ports of this machine, no name, no datagram', async () => {
  const file = join(folder, 'connections.ndjson')
  const { MQTT_PORT: mqttPort, DEVICE_PORT: devicePort } = place.environment
  const demo = startDemo({ ...place, environment: { ...place.environment, ...recordingTo(file) } })
  await demo.signIn()
  await demo.shows('online', 30_000)
  demo.type(`${MILK}\r+5\r`)
  await demo.shows('T1-000001')
  demo.type('\u0011')
  await expect(demo.exited).resolves.toBe(0)

  const records = recordsIn(file)
  const of = (what: Recorded['what']): Recorded[] => records.filter((record) => record.what === what)
  expect(new Set(of('start').map(({ program }) => program))).toEqual(
    new Set(['launch.mjs', 'start.ts', 'hub.mjs', 'devices.mjs', 'kiosk.mjs']),
  )
  const loopback = [`127.0.0.1:${mqttPort}`, `127.0.0.1:${devicePort}`]
  const overNetwork = of('connect').filter(({ target }) => !isUnixSocket(target))
  expect(new Set(overNetwork.map(({ program, target }) => `${program} → ${target}`))).toEqual(
    new Set(loopback.map((target) => `kiosk.mjs → ${target}`)),
  )
  const served = of('listen').filter(({ target }) => !isUnixSocket(target))
  expect(new Set(served.map(({ program, target }) => `${program} at ${target}`))).toEqual(
    new Set([...loopback, `127.0.0.1:${place.port}`].map((target) => `hub.mjs at ${target}`)),
  )
  expect(of('udp')).toEqual([])
  expect(of('name').filter(({ target }) => target !== '127.0.0.1')).toEqual([])
}, 120_000)

test('the recorder sees every way out: sockets, TLS, fetch, datagrams, names', () => {
  const file = join(folder, 'connections.ndjson')
  const caller = `
    import { connect } from 'node:net'
    import { connect as connectTls } from 'node:tls'
    import { createSocket } from 'node:dgram'
    import { lookup } from 'node:dns'
    import { resolve4 } from 'node:dns/promises'
    const away = () => undefined
    connect(1, '127.0.0.1').on('error', away)
    connectTls({ port: 2, host: '127.0.0.1' }).on('error', away)
    fetch('http://127.0.0.1:2347/').catch(away)
    const udp = createSocket('udp4')
    udp.send('x', 4, '127.0.0.1', () => udp.close())
    lookup('five.invalid', away)
    resolve4('six.invalid').catch(away)
  `
  execFileSync(process.execPath, ['--input-type=module', '--eval', caller], {
    env: { ...process.env, ...recordingTo(file) },
  })
  const seen = recordsIn(file).map(({ what, target }) => `${what} ${target}`)
  expect(seen).toEqual(
    expect.arrayContaining([
      'connect 127.0.0.1:1',
      'connect 127.0.0.1:2',
      'connect 127.0.0.1:2347',
      expect.stringMatching(/^udp 4,127\.0\.0\.1/u),
      'name five.invalid',
      'name six.invalid',
    ]),
  )
})
