import { readFileSync, readdirSync } from 'node:fs'
import { type IPty, spawn } from '@lydell/node-pty'
import type { Area } from '#kiosk/ui/look.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const ANSWER_TIMEOUT_MS = 10_000

/** A program in a terminal of its own, timed from a key to the words it brings. */
export class PtyProgram {
  readonly #pty: IPty
  #seen = ''
  #listener: (() => void) | undefined

  constructor(args: readonly string[], size: Area, more: Readonly<Record<string, string>> = {}) {
    // Ink draws nothing where CI is set, whatever to.
    const { CI: _ci, ...inherited } = process.env
    this.#pty = spawn(process.execPath, [...args], {
      cols: size.columns,
      rows: size.rows,
      name: 'xterm-256color',
      env: { ...inherited, COLORTERM: 'truecolor', FORCE_COLOR: '3', NODE_ENV: 'production', ...more },
    })
    this.#pty.onData((bytes) => {
      this.#seen += bytes
      this.#listener?.()
    })
  }

  get pid(): number {
    return this.#pty.pid
  }

  /** CPU that the program's threads have used so far (schedstat counts nanoseconds, stat only ticks of 10 ms). */
  get cpuMs(): number {
    const threads = readdirSync(`/proc/${this.pid}/task`)
    const nanoseconds = threads.map((thread) =>
      Number(readFileSync(`/proc/${this.pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    )
    return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e6
  }

  /** The most memory that it has held so far, in MB. */
  get peakMb(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  }

  press(keys: string): void {
    this.#seen = ''
    this.#pty.write(keys)
  }

  /** Milliseconds from the key to the words. */
  async timeTo(keys: string, words: string): Promise<number> {
    const shown = Promise.withResolvers<number>()
    const alarm = setTimeout(
      () => shown.reject(new Error(`"${words}" never came: ${this.#seen.slice(-500)}`)),
      ANSWER_TIMEOUT_MS,
    )
    this.#listener = () => {
      if (this.#seen.includes(words)) shown.resolve(performance.now())
    }
    const startMs = performance.now()
    this.press(keys)
    const endMs = await shown.promise
    clearTimeout(alarm)
    this.#listener = undefined
    return endMs - startMs
  }

  async shows(words: string, timeoutMs = 20_000): Promise<void> {
    await waitUntil(
      () => this.#seen.includes(words),
      () => `"${words}" never came:\n${this.#seen.slice(-2000)}`,
      timeoutMs,
    )
  }

  /** Bytes since the last key. */
  get bytes(): number {
    return Buffer.byteLength(this.#seen)
  }

  close(): void {
    this.#pty.kill()
  }
}
