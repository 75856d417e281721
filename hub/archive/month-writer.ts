import { createHash, type Hash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { JournalPlace } from '#core/journal/entry.ts'
import type { Signer } from '#core/ports/signature.ts'
import {
  ARCHIVE_FORMAT,
  archiveText,
  manifestNameOf,
  type ArchiveBlock,
  type ArchiveLine,
  type ArchiveManifest,
} from '#hub/archive/archive-manifest.ts'
import { syncFolder, writeDurably } from '#hub/devices/key-file.ts'

/** Half a megabyte of receipts: unpacked in a few milliseconds, and packed well. */
const BLOCK_ENTRIES = 256

/** Named by month and contents: two of one name are one, whichever backup they came from. */
const nameOf = (month: string, sha256: string): string => `${month}-${sha256.slice(0, 12)}.jsonl.gz`

/** What is written under this name is of no use to anybody yet. */
export const WRITING = '.writing'

/** Writes the file of one month: gzip members, one a block, so that a block is read alone and `zcat` reads all. */
export class MonthWriter {
  readonly month: string
  readonly #folder: string
  readonly #path: string
  readonly #file: number
  readonly #hash: Hash = createHash('sha256')
  readonly #blocks: ArchiveBlock[] = []
  readonly #heads = new Map<string, JournalPlace>()
  #waiting: ArchiveLine[] = []
  #bytes = 0
  #entryCount = 0

  constructor(folder: string, month: string) {
    this.month = month
    this.#folder = folder
    this.#path = join(folder, `${month}${WRITING}`)
    this.#file = openSync(this.#path, 'w', 0o600)
  }

  add(line: ArchiveLine, place: JournalPlace): void {
    this.#waiting.push(line)
    this.#heads.set(place.stream, place)
    if (this.#waiting.length >= BLOCK_ENTRIES) this.#flush()
  }

  /** Puts file and manifest on the disk; from then on the entries may be taken out of their rows. */
  end(signer: Signer, madeAt: string): ArchiveManifest {
    this.#flush()
    fsyncSync(this.#file)
    closeSync(this.#file)
    const sha256 = this.#hash.digest('hex')
    const file = nameOf(this.month, sha256)
    renameSync(this.#path, join(this.#folder, file))
    const { keyId, publicKey } = signer
    const facts = {
      format: ARCHIVE_FORMAT,
      month: this.month,
      file,
      madeAt,
      entryCount: this.#entryCount,
      sha256,
      heads: [...this.#heads.values()],
      blocks: this.#blocks,
      keyId,
      publicKey,
    }
    const manifest = { ...facts, signature: signer.sign(archiveText(facts)) }
    syncFolder(this.#path)
    writeDurably(join(this.#folder, manifestNameOf(file)), `${JSON.stringify(manifest)}\n`)
    return manifest
  }

  #flush(): void {
    const [first] = this.#waiting
    const last = this.#waiting.at(-1)
    if (first === undefined || last === undefined) return
    const packed = gzipSync(this.#waiting.map((line) => `${JSON.stringify(line)}\n`).join(''))
    writeSync(this.#file, packed)
    this.#hash.update(packed)
    this.#blocks.push({ first: first.number, last: last.number, offset: this.#bytes, bytes: packed.length })
    this.#bytes += packed.length
    this.#entryCount += this.#waiting.length
    this.#waiting = []
  }
}
