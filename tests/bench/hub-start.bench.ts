import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atMost, type Bench, type Metric } from '#tests/bench/bench.ts'
import { percentile } from '#tests/bench/statistics.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const STARTS = 5
const TIMEOUT_MS = 20_000
/** USER_HZ of Linux. */
const TICK_MS = 10

interface Start {
  readonly cpuMs: number
  readonly peakMb: number
  readonly wallMs: number
}

/** CPU time used, user and system: fields 14 and 15 of proc(5)'s stat, after the name in brackets. */
const cpuMsOf = (pid: number): number => {
  const [, after = ''] = /\) (.*)$/su.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
  const fields = after.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

const peakMbOf = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

const startOnce = async (args: readonly string[], words: string, folder: string): Promise<Start> => {
  const startMs = performance.now()
  const child = spawn(process.execPath, args, {
    env: {
      NODE_ENV: 'production',
      VENDLY_DEMO: 'true',
      VENDLY_DATA: folder,
      VENDLY_RUNTIME: join(folder, 'run'),
      PORT: '0',
      MQTT_PORT: '0',
      DEVICE_PORT: '0',
    },
  })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr.on('data', (data: Buffer) => (output += data.toString()))
  await waitUntil(
    () => output.includes(words),
    () => output,
    TIMEOUT_MS,
  )
  const { pid = 0 } = child
  const start = { cpuMs: cpuMsOf(pid), peakMb: peakMbOf(pid), wallMs: performance.now() - startMs }
  child.kill('SIGTERM')
  await new Promise((ended) => child.once('exit', ended))
  return start
}

const median = (starts: readonly Start[], figure: keyof Start): number =>
  percentile(
    starts.map((start) => start[figure]),
    0.5,
  )

const measure = async (): Promise<Metric[]> => {
  execFileSync(process.execPath, ['node_modules/rolldown/bin/cli.mjs', '-c', '--log-level', 'silent'])
  const folder = mkdtempSync(join(tmpdir(), 'vendly-bench-'))
  const hub: Start[] = []
  const empty: Start[] = []
  // The first start makes the database and the keys; a shop starts on what is there.
  await startOnce(['dist/hub.mjs'], 'the hub is up', folder)
  for (let round = 0; round < STARTS; round += 1) {
    hub.push(await startOnce(['dist/hub.mjs'], 'the hub is up', folder))
    empty.push(await startOnce(['-e', "console.log('up'); setTimeout(() => {}, 10000)"], 'up', folder))
  }
  rmSync(folder, { recursive: true, force: true })
  return [
    atMost('hub up, CPU', median(hub, 'cpuMs') / 1000, 's', 0.6),
    atMost('hub up, peak RSS', median(hub, 'peakMb'), 'MB', 120),
    { name: 'hub up, wall', value: median(hub, 'wallMs') / 1000, unit: 's' },
    { name: 'empty Node, CPU', value: median(empty, 'cpuMs') / 1000, unit: 's' },
    { name: 'empty Node, peak RSS', value: median(empty, 'peakMb'), unit: 'MB' },
  ]
}

export const bench: Bench = { name: 'hub.start', run: measure }
