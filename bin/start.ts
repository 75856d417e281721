import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeDemoFile } from '#bin/demo-file.ts'
import { demoDevices, demoHub, demoKiosk, type DemoPaths } from '#bin/demo-programs.ts'
import { ensureBuilt } from '#bin/ensure-built.ts'
import type { Program } from '#bin/program.ts'
import { makeRuntimeFolder } from '#bin/runtime-folder.ts'
import { readStartOptions, startHelp, StartOptionsError, type StartOptions } from '#bin/start-options.ts'
import { askHub, AskHubError } from '#hub/control/ask-hub.ts'
import { terminalProblem } from '#kiosk/check-terminal.ts'

/** The kiosk asks to be started again: its store did not know what it holds (sysexits.h, EX_TEMPFAIL). */
const EXIT_AGAIN = 75
const EXIT_USAGE = 64

const HUB_POLL_MS = 50
const HUB_START_TIMEOUT_MS = 30_000

/** Marks a folder as the demo's own, so that --reset-demo deletes no other. */
const DEMO_MARK = 'vendly-demo'

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** The demo cannot start; the message says why and what to do. */
class StartFailure extends Error {}

const deleteOldDemo = async (data: string): Promise<void> => {
  if (!existsSync(join(data, DEMO_MARK))) {
    throw new StartFailure(
      `${data} is not a demo's folder; --reset-demo leaves it alone. Delete it yourself if you mean it.`,
    )
  }
  // SQLite is loaded for this alone.
  const { isDemoRunning } = await import('#bin/is-demo-running.ts')
  if (isDemoRunning(data)) throw new StartFailure(`A hub or till is running on ${data}. Stop it first.`)
  rmSync(data, { recursive: true })
  say('The old demo shop is deleted.')
}

/** The demo's folder is its own alone: --reset-demo deletes all that is in it. */
const openFolder = (data: string): void => {
  try {
    mkdirSync(data, { recursive: true })
  } catch (error) {
    throw new StartFailure(`${data} cannot be used (${String(error)}). Give --data another folder.`, { cause: error })
  }
  if (existsSync(join(data, DEMO_MARK)) || readdirSync(data).length === 0) return
  throw new StartFailure(`${data} holds something else already. Give --data a folder of its own.`)
}

const prepareData = async (options: StartOptions): Promise<string> => {
  const data = resolve(options.dataFolder)
  const mark = join(data, DEMO_MARK)
  if (options.isReset && existsSync(data)) await deleteOldDemo(data)
  openFolder(data)
  writeFileSync(mark, 'A demo of Vendly; npm start -- --reset-demo deletes this folder.\n')
  return data
}

const hubFolder = ({ data }: DemoPaths): string => join(data, 'hub')

const isUp = async (paths: DemoPaths): Promise<boolean> => {
  try {
    await askHub(hubFolder(paths), { command: 'status' })
    return true
  } catch (error) {
    if (error instanceof AskHubError && error.code === 'away') return false
    throw error
  }
}

const startHub = async (hub: Program, paths: DemoPaths): Promise<void> => {
  if (await isUp(paths)) {
    // A till holds its file while it runs; only where there is none may another one come.
    const { isTillRunning } = await import('#bin/is-demo-running.ts')
    const isTillFree = !isTillRunning(join(paths.data, 'kiosk', 'till.sqlite'))
    const orTill = isTillFree ? ', add a till to it with --kiosk-only' : ''
    throw new StartFailure(
      `A hub is running on ${paths.data} already. Stop it first${orTill}, or use another --data DIR.`,
    )
  }
  let exitCode: number | undefined
  void hub.run().then((code) => {
    exitCode = code
  })
  const assertAlive = (): void => {
    if (exitCode !== undefined) throw new StartFailure(`The hub does not start:\n${hub.lastWords()}`)
  }
  const endsAtMs = performance.now() + HUB_START_TIMEOUT_MS
  while (!(await isUp(paths))) {
    assertAlive()
    if (performance.now() > endsAtMs)
      throw new StartFailure(`The hub does not answer. Its log: ${paths.data}/logs/hub.log`)
    await sleep(HUB_POLL_MS)
  }
  // Another hub on the same data may have come up meanwhile, and this one gone.
  assertAlive()
  hub.restartWhenItDies()
  await askHub(hubFolder(paths), { command: 'seed' }, say)
}

const enrolmentFor = async (paths: DemoPaths): Promise<string> => {
  if (existsSync(join(paths.data, 'kiosk', 'enrolment.json'))) return ''
  // A till that is started alone may have its hub elsewhere; whoever starts it then gives it VENDLY_ENROLMENT.
  if (!(await isUp(paths))) return ''
  const made = await askHub(hubFolder(paths), { command: 'token', params: { name: 'T1' } })
  const code = (made as { readonly code?: unknown }).code
  if (typeof code !== 'string') throw new StartFailure('The hub gave no token to enrol the till with.')
  return code
}

/** Runs the kiosk until a person ends it; one that was killed or that asks for it is started again. */
const runKiosk = async (kiosk: Program): Promise<number> => {
  let code = await kiosk.run()
  while (!kiosk.isStopping && (code === EXIT_AGAIN || code >= 128)) {
    await sleep(HUB_POLL_MS)
    code = await kiosk.run()
  }
  return code
}

/** Resolves with the exit code when a person or the system ends the demo, however far it has come. */
const untilSignal = async (): Promise<number> =>
  new Promise((ended) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended(0))
  })

const tellStarted = async (paths: DemoPaths): Promise<void> => {
  const { port } = (await askHub(hubFolder(paths), { command: 'status' })) as { readonly port?: unknown }
  say(`Hub and API on http://127.0.0.1:${String(port)} (admin@vendly.com / admin123), data in ${paths.data}`)
}

interface Run {
  readonly options: StartOptions
  /** Whatever was started, for the end. */
  readonly programs: Program[]
  readonly stopped: Promise<number>
}

const runPrograms = async (paths: DemoPaths, { options, programs, stopped }: Run): Promise<number> => {
  if (options.runs !== 'kiosk') {
    say('Starting the hub …')
    const hub = demoHub(paths, options)
    programs.push(hub)
    await startHub(hub, paths)
    await tellStarted(paths)
  }
  if (options.runs === 'hub') {
    say('The hub is running. Ctrl-C stops it.')
    return stopped
  }
  say('Opening the till; Ctrl-Q there stops everything.')
  writeDemoFile(paths.data)
  const enrolment = await enrolmentFor(paths)
  const devices = demoDevices(paths)
  const kiosk = demoKiosk(paths, enrolment)
  programs.push(devices, kiosk)
  devices.keepRunning()
  return runKiosk(kiosk)
}

const checkTerminal = (): void => {
  const { stdin, stdout } = process
  const { columns, rows } = stdout
  const problem = terminalProblem({ isTerminal: stdin.isTTY && stdout.isTTY, columns, rows })
  if (problem !== undefined) throw new StartFailure(problem)
}

const start = async (options: StartOptions): Promise<number> => {
  if (options.runs !== 'hub') checkTerminal()
  const root = join(import.meta.dirname, '..')
  const data = await prepareData(options)
  if (!ensureBuilt(root, say)) throw new StartFailure('The programs do not build; see above.')
  const runtime = makeRuntimeFolder(process.env)
  const programs: Program[] = []
  const stopped = untilSignal()
  try {
    const ended = runPrograms({ root, data, runtime }, { options, programs, stopped })
    const code = await Promise.race([ended, stopped.then(() => undefined)])
    // A person ended it at the till. A signal comes from Node's watcher itself, which starts the demo again.
    if (options.isWatched && code !== undefined) process.once('exit', () => process.kill(process.ppid, 'SIGTERM'))
    return code ?? 0
  } finally {
    await Promise.all(programs.map(async (program) => program.stop()))
    rmSync(runtime, { recursive: true, force: true })
    say(`Everything is stopped. The data is in ${data}`)
  }
}

const isForThePerson = (error: unknown): error is Error =>
  error instanceof StartOptionsError || error instanceof StartFailure || error instanceof AskHubError

try {
  const options = readStartOptions(process.argv.slice(2))
  if (options === 'help') process.stdout.write(startHelp)
  else process.exitCode = await start(options)
} catch (error) {
  if (!isForThePerson(error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = EXIT_USAGE
}
