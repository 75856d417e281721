import { createHash, randomUUIDv7 } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { destination, pino, type Logger } from 'pino'
import { logOptions } from '#core/privacy/log-options.ts'
import { SOFTWARE_VERSION } from '#core/protocol/software-version.ts'
import { terminalProblem } from '#kiosk/check-terminal.ts'
import { createLocalTime } from '#kiosk/effects/local-time.ts'
import { systemClock } from '#kiosk/effects/system-clock.ts'
import { FaultScreen } from '#kiosk/fault-screen.ts'
import type { StartTimer } from '#kiosk/input/terminal-input.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import { meetRepeatedFaults, showFault, startFaultWords, type FaultParts } from '#kiosk/meet-faults.ts'
import { openTill, TillStartError, type OpenTill } from '#kiosk/open-till.ts'
import { PanelRunner } from '#kiosk/panel/panel-runner.ts'
import type { PanelProduct } from '#kiosk/panel/panel-state.ts'
import type { DemoStaff } from '#kiosk/screens/view.ts'
import { KioskSettingsError, readKioskSettings, type KioskSettings } from '#kiosk/settings.ts'
import { Ballast } from '#kiosk/store/ballast.ts'
import { FaultRecord, type FaultNote } from '#kiosk/store/fault-record.ts'
import { storageFault } from '#kiosk/store/storage-fault.ts'
import { DataAuditError, DataLockedError, DataRolledBackError } from '#kiosk/store/store-errors.ts'
import { TillTerminal } from '#kiosk/terminal.tsx'
import { themes } from '#kiosk/ui/theme.ts'

/** sysexits.h: the user can mend it; try again and it may work. */
const EXIT_USAGE = 64
const EXIT_AGAIN = 75

/** The clock on the status bar, and the idle lock, look at the time this often. */
const TICK_MS = 5_000

/** A till that ran for so long runs well: what made it stop before is over. */
const STEADY_MS = 300_000

/** The screen comes first. */
const FLUSH_AFTER_MS = 1_000

/** What waits in the terminal's buffer is there at once. */
const EARLY_KEYS_MS = 30

/** What the demo adds: staff to sign in as, and products for the panel to scan. */
interface Demo {
  readonly staff: readonly DemoStaff[]
  readonly products: readonly PanelProduct[]
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const readDemo = ({ demoFile }: KioskSettings): Demo | undefined =>
  demoFile === undefined ? undefined : (JSON.parse(readFileSync(demoFile, 'utf8')) as Demo)

const checkTerminal = (): void => {
  const { stdin, stdout } = process
  const { columns, rows } = stdout
  const problem = terminalProblem({ isTerminal: stdin.isTTY && stdout.isTTY, columns, rows })
  if (problem !== undefined) throw new TillStartError(problem)
}

const startTimer: StartTimer = (delayMs, ring) => {
  const timer = setTimeout(ring, delayMs)
  return () => clearTimeout(timer)
}

const beep = (): void => {
  process.stdout.write('\u0007')
}

/** Keys that were typed before there was a screen were meant for another one, of a till that has died. */
const dropEarlyKeys = async (): Promise<void> => {
  const drop = (): void => undefined
  process.stdin.setRawMode(true).on('data', drop)
  await sleep(EARLY_KEYS_MS)
  process.stdin.off('data', drop)
}

const showTill = async (till: OpenTill, settings: KioskSettings, demo: Demo | undefined): Promise<void> => {
  await dropEarlyKeys()
  const ended = Promise.withResolvers<undefined>()
  const end = (): void => ended.resolve(undefined)
  const panel = demo === undefined ? undefined : new PanelRunner(till.devices, demo.products)
  const { timeZone } = till.runner.state().policy
  const terminal = new TillTerminal({
    runner: till.runner,
    panel,
    output: process.stdout,
    startTimer,
    onQuit: end,
    view: {
      theme: themes[settings.theme],
      demoStaff: demo?.staff ?? [],
      clockText: createLocalTime(timeZone).time,
      localTime: till.localTime,
    },
  })
  const push = (bytes: Buffer): void => terminal.push(bytes)
  process.stdin.on('data', push)
  // Not once: a listener that is gone makes signal-exit, which Ink brings, kill the process before the till is closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  const ticker = setInterval(() => till.runner.dispatch({ type: 'tick', nowMs: systemClock.nowMs() }), TICK_MS)
  // Whatever ends the process, the terminal is given back.
  process.once('exit', () => terminal.close())
  terminal.open()
  till.connect()
  // Written now, so that a till that is killed starts fast all the same.
  setTimeout(flushCompileCache, FLUSH_AFTER_MS).unref()
  await ended.promise
  clearInterval(ticker)
  process.stdin.off('data', push).setRawMode(false).pause()
  panel?.close()
  terminal.close()
}

/** Why the till stops, for its next start. */
const faultOf = (error: unknown): FaultNote['fault'] => {
  if (error instanceof DataRolledBackError) return 'rolled_back'
  if (error instanceof DataAuditError) return 'audit_failed'
  return storageFault(error) ?? 'other'
}

/** A bug, or a store that cannot say what it holds: the process ends, and its next start looks at what is on the disk. */
const dieOnErrors = (log: Logger, { folder }: KioskSettings, faults: FaultRecord): void => {
  process.on('uncaughtException', (error) => {
    const fault = faultOf(error)
    // The first time that a disk is full there is room after this, for the next start too.
    const hasRoom = fault === 'full' && new Ballast(folder).release()
    if (!hasRoom) faults.note(fault, error)
    log.fatal({ err: error }, 'the till stops and starts again')
    process.exit(EXIT_AGAIN)
  })
}

const isForThePerson = (error: unknown): error is Error =>
  [TillStartError, KioskSettingsError, DataLockedError, LinkError].some((kind) => error instanceof kind)

/** A log that the disk does not take, or does not even open, stops no sale. */
const openLog = (file: string): Logger => {
  try {
    const output = destination({ dest: file, sync: true, mkdir: true })
    output.on('error', () => undefined)
    return pino({ ...logOptions('info'), timestamp: pino.stdTimeFunctions.isoTime }, output)
  } catch (error) {
    if (storageFault(error) === undefined) throw error
    return pino({ enabled: false })
  }
}

/** The open till; the process ends here where it cannot be opened and somebody at the till has read why. */
const openOrSay = async (settings: KioskSettings, log: Logger, faults: FaultRecord): Promise<OpenTill> => {
  const screen = new FaultScreen(process.stdout, themes[settings.theme])
  const parts: FaultParts = { folder: settings.folder, faults, screen, stdin: process.stdin }
  if ((await meetRepeatedFaults(parts)) === 'quit') process.exit(0)
  try {
    const till = await openTill({
      settings,
      softwareVersion: SOFTWARE_VERSION,
      clock: systemClock,
      newId: randomUUIDv7,
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      random: Math.random,
      startTimer,
      log,
      beep,
      say,
      faults,
      showFault: (words) => screen.show(words),
    })
    screen.close()
    return till
  } catch (error) {
    const words = startFaultWords(error)
    if (words === undefined) throw error
    log.fatal({ err: error }, 'the till does not start')
    process.exit((await showFault(parts, words)) === 'again' ? EXIT_AGAIN : 0)
  }
}

const run = async (): Promise<void> => {
  const settings = readKioskSettings(process.env)
  checkTerminal()
  const log = openLog(settings.logFile)
  const faults = new FaultRecord(settings.folder)
  dieOnErrors(log, settings, faults)
  const till = await openOrSay(settings, log, faults)
  setTimeout(() => faults.clear(), STEADY_MS).unref()
  log.info('the till is open')
  await showTill(till, settings, readDemo(settings))
  await till.close()
  log.info('the till is closed')
}

try {
  await run()
} catch (error) {
  if (!isForThePerson(error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = EXIT_USAGE
}
