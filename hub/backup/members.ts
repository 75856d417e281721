import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BackupError } from '#hub/backup/backup-error.ts'

/** A file that goes into a backup, and under which name. */
export interface Member {
  readonly name: string
  readonly path: string
}

/** Plain names, one folder deep at most: nothing of a backup is written outside the folder that it is opened in. */
const NAME = /^(?:[a-z]+\/)?[\w.-]{1,100}$/u
const isPlain = (name: string): boolean => NAME.test(name) && !name.includes('..')
const HEAD_BYTES_MAX = 1024
const NEWLINE = 0x0a

/** Files one after the other: a line with name and length, then the bytes. */
export async function* joinMembers(
  members: readonly Member[],
  onBytes: (count: number) => void,
): AsyncGenerator<Buffer> {
  for (const { name, path } of members) {
    yield Buffer.from(`${JSON.stringify({ name, bytes: statSync(path).size })}\n`)
    for await (const chunk of createReadStream(path)) {
      const bytes = chunk as Buffer
      onBytes(bytes.length)
      yield bytes
    }
  }
}

interface MemberHead {
  readonly name: string
  readonly bytes: number
}

const headIn = (line: string): MemberHead => {
  const { name, bytes } = JSON.parse(line) as Partial<MemberHead>
  if (typeof name === 'string' && typeof bytes === 'number' && isPlain(name)) return { name, bytes }
  throw new BackupError('damaged', 'This backup holds something that belongs into none.')
}

/** Writes joined members as files into a folder; takes their bytes in pieces of any length. */
export class MemberWriter {
  readonly #folder: string
  readonly names: string[] = []
  #head = Buffer.alloc(0)
  #file: ReturnType<typeof createWriteStream> | undefined
  #missingBytes = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  async take(piece: Buffer): Promise<void> {
    let rest = piece
    while (rest.length > 0) rest = this.#file === undefined ? await this.#takeHead(rest) : await this.#takeBytes(rest)
  }

  /** Throws where the last file is not whole. */
  async end(): Promise<void> {
    if (this.#file !== undefined || this.#head.length > 0) throw new BackupError('cut', 'This backup is cut off.')
  }

  async #takeHead(piece: Buffer): Promise<Buffer> {
    const end = piece.indexOf(NEWLINE)
    this.#head = Buffer.concat([this.#head, end < 0 ? piece : piece.subarray(0, end)])
    if (this.#head.length > HEAD_BYTES_MAX) throw new BackupError('damaged', 'This backup is damaged.')
    if (end < 0) return Buffer.alloc(0)
    const { name, bytes } = headIn(this.#head.toString('utf8'))
    this.#head = Buffer.alloc(0)
    const path = join(this.#folder, name)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    this.names.push(name)
    this.#file = createWriteStream(path, { mode: 0o600, flush: true })
    this.#missingBytes = bytes
    if (bytes === 0) await this.#close()
    return piece.subarray(end + 1)
  }

  async #takeBytes(piece: Buffer): Promise<Buffer> {
    const bytes = piece.subarray(0, this.#missingBytes)
    this.#missingBytes -= bytes.length
    if (this.#file?.write(bytes) === false) await once(this.#file, 'drain')
    if (this.#missingBytes === 0) await this.#close()
    return piece.subarray(bytes.length)
  }

  async #close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    if (file === undefined) return
    file.end()
    await once(file, 'close')
  }
}
