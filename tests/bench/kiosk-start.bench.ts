import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeEnrolment } from '#kiosk/link/enrolment-record.ts'
import { type Bench, type Metric, atMost } from '#tests/bench/bench.ts'
import { bundleLikeKiosk } from '#tests/bench/bundle.ts'
import { PtyProgram } from '#tests/bench/pty-program.ts'
import { percentile } from '#tests/bench/statistics.ts'
import { TemporaryFolder, shelfProducts, stockedTill } from '#tests/kiosk/store/till-fixture.ts'

const STARTS = 9
const PRODUCTS = 2000
const SIZE = { columns: 80, rows: 24 }
const IDLE_MS = 10_000
// A port that nothing listens on: the kiosk starts with its hub away.
const CLOSED_PORT = 9

interface Start {
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakMb: number
}

const devicesSocket = (folder: string): string => join(folder, 'devices.sock')

/** A till that was enrolled, has a catalogue, and finds neither hub nor devices. */
const enrolledFolder = (folder: string): Record<string, string> => {
  const kiosk = join(folder, 'kiosk')
  mkdirSync(kiosk)
  const { publicKey } = generateKeyPairSync('ed25519')
  writeEnrolment(join(kiosk, 'enrolment.json'), {
    deviceId: '0197f9a0-0000-7000-8000-000000000003',
    deviceNumber: 3,
    name: 'T3',
    receiptPrefix: 'T3',
    store: 'bench',
    mqttPort: CLOSED_PORT,
    host: '127.0.0.1',
    hubPin: 'a'.repeat(64),
    feedKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    httpsPort: CLOSED_PORT,
  })
  stockedTill(kiosk, shelfProducts(PRODUCTS)).close()
  // As the launcher starts it; the first start fills the cache and is not counted.
  const cache = { NODE_COMPILE_CACHE: join(folder, 'cache') }
  return { VENDLY_DATA: folder, VENDLY_DEVICES_SOCKET: devicesSocket(folder), ...cache }
}

const startOnce = async (args: readonly string[], words: string, env: Record<string, string>): Promise<Start> => {
  const startMs = performance.now()
  const program = new PtyProgram(args, SIZE, env)
  await program.shows(words)
  const start = { wallMs: performance.now() - startMs, cpuMs: program.cpuMs, peakMb: program.peakMb }
  program.close()
  return start
}

const wakeUps = (pid: number): number =>
  Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)

const idleWakeUps = async (file: string, env: Record<string, string>): Promise<number> => {
  const program = new PtyProgram([file], SIZE, env)
  await program.shows('Operator number')
  await sleep(IDLE_MS / 2)
  const before = wakeUps(program.pid)
  await sleep(IDLE_MS)
  const count = wakeUps(program.pid) - before
  program.close()
  return (count * 1000) / IDLE_MS
}

/** A devices process in which nothing happens. Looking for one that is away is not idling, and is counted apart. */
const listenAsDevices = async (socketPath: string): Promise<Server> => {
  const devices = createServer((socket) => socket.on('error', () => {}).resume()).listen(socketPath)
  await once(devices, 'listening')
  return devices
}

const median = (starts: readonly Start[], figure: keyof Start): number =>
  percentile(
    starts.map((start) => start[figure]),
    0.5,
  )

const measure = async (): Promise<Metric[]> => {
  using folder = new TemporaryFolder()
  const env = enrolledFolder(folder.path)
  const file = await bundleLikeKiosk('kiosk/main.tsx', 'kiosk')
  await startOnce([file], 'Operator number', env)
  const kiosk: Start[] = []
  const empty: Start[] = []
  for (let at = 0; at < STARTS; at += 1) {
    empty.push(await startOnce(['-e', 'console.log("ready"); setInterval(() => {}, 1000)'], 'ready', {}))
    kiosk.push(await startOnce([file], 'Operator number', env))
  }
  const wakeUpsAlone = await idleWakeUps(file, env)
  const devices = await listenAsDevices(devicesSocket(folder.path))
  const wakeUpsIdle = await idleWakeUps(file, env)
  devices.close()
  return [
    { name: 'start to first frame', value: median(kiosk, 'wallMs'), unit: 'ms' },
    { name: 'CPU', value: median(kiosk, 'cpuMs'), unit: 'ms' },
    { name: 'CPU of an empty Node', value: median(empty, 'cpuMs'), unit: 'ms' },
    { name: 'peak memory', value: median(kiosk, 'peakMb'), unit: 'MB' },
    { name: 'peak memory of an empty Node', value: median(empty, 'peakMb'), unit: 'MB' },
    atMost('CPU / empty Node', median(kiosk, 'cpuMs') / median(empty, 'cpuMs'), '×', 6),
    atMost('peak memory / empty Node', median(kiosk, 'peakMb') / median(empty, 'peakMb'), '×', 2),
    atMost('wake-ups while idle, main thread', wakeUpsIdle, '1/s', 1),
    { name: 'the same, devices process away', value: wakeUpsAlone, unit: '1/s' },
  ]
}

export const bench: Bench = { name: 'kiosk.start', run: measure }
