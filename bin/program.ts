import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** A program of ours as it is started: with the pinned Node, its environment and where its words go. */
export interface ProgramOptions {
  readonly name: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Everything it writes; undefined gives it this terminal. */
  readonly logFile: string | undefined
}

/** A program that ends by itself is started again after a second, as systemd does on a device. */
const RESTART_DELAY_MS = 1_000

/** Time to end on SIGTERM before SIGKILL. */
const STOP_TIMEOUT_MS = 5_000

const endWithLauncher = new URL('end-with-launcher.mjs', import.meta.url).href

/** Lines of a log that explain an early end. */
const LAST_LINES = 8

const exitOf = async (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.on('error', () => resolve(127))
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)))
  })

/** A child program: started, watched, started again when it dies, stopped on request. */
export class Program {
  readonly #options: ProgramOptions
  #child: ChildProcess | undefined
  #isStopping = false
  #ended: Promise<number> = Promise.resolve(0)
  #restart: NodeJS.Timeout | undefined
  #logStartBytes = 0

  constructor(options: ProgramOptions) {
    this.#options = options
  }

  /** Starts it once; resolves with its exit code. */
  async run(): Promise<number> {
    this.#start()
    return this.#ended
  }

  /** Starts it and keeps it running until `stop`. */
  keepRunning(): void {
    this.#start()
    this.restartWhenItDies()
  }

  /** From now on it is started again when it dies. */
  restartWhenItDies(): void {
    void this.#ended.then(() => {
      if (this.#isStopping) return
      this.#restart = setTimeout(() => this.keepRunning(), RESTART_DELAY_MS)
    })
  }

  /** Resolves with the exit code when the running child ends. */
  async ended(): Promise<number> {
    return this.#ended
  }

  /** It was told to stop; whoever waits for it starts it no more. */
  get isStopping(): boolean {
    return this.#isStopping
  }

  /** Ends it: SIGTERM, and SIGKILL when it does not listen. */
  async stop(): Promise<void> {
    this.#isStopping = true
    clearTimeout(this.#restart)
    this.#child?.kill('SIGTERM')
    const killer = setTimeout(() => this.#child?.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await this.#ended
    clearTimeout(killer)
  }

  /** The last lines it wrote since it was started, for the person in front of it. */
  lastWords(): string {
    const { logFile } = this.#options
    if (logFile === undefined || !existsSync(logFile)) return ''
    const lines = readFileSync(logFile).subarray(this.#logStartBytes).toString().trimEnd().split('\n')
    return lines.slice(-LAST_LINES).join('\n')
  }

  #start(): void {
    const { args, environment, logFile } = this.#options
    const child = spawn(process.execPath, ['--import', endWithLauncher, ...args], {
      env: environment,
      stdio: logFile === undefined ? ['inherit', 'inherit', 'inherit', 'ipc'] : ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    if (logFile !== undefined) {
      mkdirSync(dirname(logFile), { recursive: true })
      this.#logStartBytes = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
      const log = createWriteStream(logFile, { flags: 'a' })
      child.stdout?.pipe(log)
      child.stderr?.pipe(log)
    }
    this.#child = child
    this.#ended = exitOf(child)
  }
}
