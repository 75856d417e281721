import { createReadStream, existsSync, readdirSync, readFileSync, truncateSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { syncFolder, writeDurably } from '#hub/devices/key-file.ts'
import type { LineSeal } from '#hub/mirror/line-seal.ts'

/** A segment is read whole when the mirror is opened, and copied as one file by whoever keeps more copies. */
const SEGMENT_BYTES_MAX = 32 * 1024 * 1024
const NEWLINE = 0x0a
const FIRST = 1

const nameOf = (number: number): string => `entries-${String(number).padStart(6, '0')}.sealed`
const numbersIn = (folder: string): number[] =>
  readdirSync(folder)
    .flatMap((name) => /^entries-(\d{6})\.sealed$/u.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b)

/** Cuts off what a power cut left half written, and gives the last line that can be opened, if any. */
const mendEnd = (path: string, seal: LineSeal): string | undefined => {
  const bytes = readFileSync(path)
  let end = bytes.lastIndexOf(NEWLINE) + 1
  let text: string | undefined
  while (end > 0 && text === undefined) {
    const start = bytes.lastIndexOf(NEWLINE, end - 2) + 1
    text = seal.open(bytes.toString('latin1', start, end - 1))
    if (text === undefined) end = start
  }
  if (end < bytes.length) truncateSync(path, end)
  return text
}

/** The files of sealed lines in a mirror, oldest first; lines are only ever added to the last one. */
export class SegmentFiles {
  readonly #folder: string
  readonly #seal: LineSeal
  #last: number
  /** Of the last line; undefined when there is none. */
  readonly lastText: string | undefined

  constructor(folder: string, seal: LineSeal) {
    this.#folder = folder
    this.#seal = seal
    const numbers = numbersIn(folder)
    this.#last = numbers.at(-1) ?? FIRST
    if (numbers.length === 0) writeDurably(this.#path(FIRST), '')
    // A segment that was begun before a crash may still be empty.
    const lastTexts = numbers.toReversed().values()
    this.lastText = lastTexts.map((number) => mendEnd(this.#path(number), seal)).find((text) => text !== undefined)
  }

  /** Adds lines; they are on the disk when this resolves. Fails where the files are not there any more. */
  async append(texts: readonly string[]): Promise<void> {
    // Not made when it is missing: below an unmounted disk there is another one, which would take it.
    const file = await open(this.#path(this.#last), 'r+')
    try {
      const { size } = await file.stat()
      const bytes = Buffer.from(texts.map((text) => `${this.#seal.seal(text)}\n`).join(''))
      try {
        await file.write(bytes, 0, bytes.length, size)
        await file.datasync()
      } catch (error) {
        await file.truncate(size)
        throw error
      }
      if (size + bytes.length >= SEGMENT_BYTES_MAX) this.#beginNext()
    } finally {
      await file.close()
    }
  }

  /** Every line, opened, in order. Lines that cannot be opened are passed over and counted by `onDamaged`. */
  async *texts(onDamaged: () => void): AsyncGenerator<string> {
    for (const number of numbersIn(this.#folder)) {
      const lines = createInterface({ input: createReadStream(this.#path(number)), crlfDelay: Infinity })
      for await (const line of lines) {
        const text = this.#seal.open(line)
        if (text === undefined) onDamaged()
        else yield text
      }
    }
  }

  /** Writes anew the segments in which `change` makes another line of one; each is on the disk before the next. */
  async rewrite(change: (text: string) => Promise<string>): Promise<void> {
    for (const number of numbersIn(this.#folder)) {
      const lines: string[] = []
      let isChanged = false
      for (const line of readFileSync(this.#path(number), 'latin1').split('\n')) {
        const text = this.#seal.open(line)
        const changed = text === undefined ? undefined : await change(text)
        // What cannot be opened stays as it is: it is nothing of ours to change.
        lines.push(changed === undefined || changed === text ? line : this.#seal.seal(changed))
        isChanged ||= changed !== text
      }
      if (isChanged) writeDurably(this.#path(number), lines.join('\n'))
    }
  }

  #beginNext(): void {
    if (!existsSync(this.#path(this.#last))) return
    this.#last += 1
    writeDurably(this.#path(this.#last), '')
    syncFolder(this.#path(this.#last))
  }

  #path(number: number): string {
    return join(this.#folder, nameOf(number))
  }
}
