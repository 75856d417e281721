import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { atLeast, type Bench, type Metric } from '#tests/bench/bench.ts'
import { percentile } from '#tests/bench/statistics.ts'
import { openTestHub } from '#tests/support/test-hub.ts'

const SECONDS = 1.5
const ROUNDS = 5
const BODY = JSON.stringify({ status: 'healthy', message: 'The hub is up', service: 'vendly-hub' })

interface Target {
  readonly name: string
  readonly port: number
  readonly path: string
  readonly authorization: string
}

const run = promisify(execFile)

/** Requests that a CPU-second of this process answers; whoever asks is a process of its own. */
const perCpuSecond = async ({ port, path, authorization }: Target): Promise<number> => {
  const before = process.cpuUsage()
  const args = ['tests/bench/programs/http-client.ts', String(port), path, authorization, String(SECONDS)]
  const { stdout } = await run(process.execPath, args)
  const { user, system } = process.cpuUsage(before)
  return Number(stdout) / ((user + system) / 1_000_000)
}

const listenRaw = async (): Promise<Server> => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.end(BODY)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const measure = async (): Promise<Metric[]> => {
  const hub = await openTestHub({ RATE_LIMIT_API: 'off', LOG_LEVEL: 'info', NODE_ENV: 'production' })
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Thing', price: 1 } })
  await hub.app.server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = hub.app.server.server.address() as AddressInfo
  const raw = await listenRaw()
  const rawPort = (raw.address() as AddressInfo).port
  const { json } = await hub.login('admin@vendly.com', 'admin123')
  const authorization = `Bearer ${json.access_token}`
  const targets: Target[] = [
    { name: 'raw node:http', port: rawPort, path: '/', authorization: '' },
    { name: 'hub, GET /health', port, path: '/health', authorization: '' },
    { name: 'hub, GET a product: sign-in, database', port, path: '/api/v1/products/1', authorization },
  ]
  const samples: number[][] = targets.map(() => [])
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, target] of targets.entries()) samples[index]?.push(await perCpuSecond(target))
  }
  raw.close()
  await hub.close()
  const [floor = Number.NaN, plain = 0, full = 0] = samples.map((sample) => percentile(sample, 0.5))
  return [
    ...targets.map(({ name }, index) => {
      return { name, value: Math.round(percentile(samples[index] ?? [], 0.5)), unit: '/CPU-s' }
    }),
    atLeast('without sign-in, of raw', plain / floor, '×', 0.6),
    atLeast('with sign-in and database, of raw', full / floor, '×', 0.4),
  ]
}

export const bench: Bench = { name: 'hub.http', run: measure }
