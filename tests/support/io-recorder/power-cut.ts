import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IoRecord } from '#tests/support/io-recorder/io-recorder.ts'

/** What reached the medium of the writes that were not synced when the power went. */
export const cutModes = ['none', 'all', 'prefix', 'subset', 'torn', 'torn_garbage'] as const
export type CutMode = (typeof cutModes)[number]

/** A disk writes sectors whole; within one write, any of them may be missing. */
const SECTOR_BYTES = 512

/** A file's bytes; grows by doubling, since a log is written in thousands of small pieces. */
class Content {
  #bytes: Buffer
  #length: number

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#bytes = bytes
    this.#length = bytes.length
  }

  write(offset: number, bytes: Buffer): void {
    this.resize(Math.max(this.#length, offset + bytes.length))
    bytes.copy(this.#bytes, offset)
  }

  resize(length: number): void {
    if (length > this.#bytes.length) {
      const grown = Buffer.alloc(2 * length)
      this.#bytes.copy(grown, 0, 0, this.#length)
      this.#bytes = grown
    }
    if (length < this.#length) this.#bytes.fill(0, length, this.#length)
    this.#length = length
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  copy(): Content {
    return new Content(Buffer.from(this.bytes()))
  }
}

type Files = Map<string, Content>

function applyToFolder(files: Files, record: IoRecord): void {
  const content = files.get(record.name)
  if (record.op === 'create') files.set(record.name, new Content())
  else files.delete(record.name)
  if (record.op === 'rename' && content !== undefined) files.set(record.bytes.toString(), content)
}

function apply(files: Files, record: IoRecord): void {
  const content = files.get(record.name)
  if (isOfFolder(record)) applyToFolder(files, record)
  else if (record.op === 'write') content?.write(record.offset, record.bytes)
  else if (record.op === 'truncate') content?.resize(record.offset)
}

const isOfFolder = ({ op }: IoRecord): boolean => op === 'create' || op === 'unlink' || op === 'rename'

/**
 * A disk that did `records` and lost power after them. A file's writes are safe after a sync of the file, which also
 * makes its name safe (as ext4 does); unlinking and renaming is safe after a sync of the folder.
 */
export class CutDisk {
  /** What is safe, by file. A file that is not here was never synced into its folder. */
  readonly #synced: Files = new Map()
  /** Done since, in order. */
  #unsynced: IoRecord[] = []
  readonly #liesAbout: number

  /** `liesAbout`: a card that says that all is written, and still holds so many of the newest writes back. */
  constructor(liesAbout = 0) {
    this.#liesAbout = liesAbout
  }

  do(record: IoRecord): void {
    if (record.op !== 'sync' && record.op !== 'sync_folder') {
      this.#unsynced.push(record)
      return
    }
    const held = new Set(this.#liesAbout === 0 ? [] : this.#unsynced.slice(-this.#liesAbout))
    const isSafe = (candidate: IoRecord): boolean => !held.has(candidate) && isCovered(candidate)
    const isCovered = (candidate: IoRecord): boolean =>
      record.op === 'sync_folder' ? isOfFolder(candidate) : candidate.name === record.name
    for (const candidate of this.#unsynced.filter(isSafe)) apply(this.#synced, candidate)
    this.#unsynced = this.#unsynced.filter((candidate) => !isSafe(candidate))
  }

  /** Writes what the medium holds into `folder`. `random` gives numbers from 0 up to 1. */
  writeTo(folder: string, mode: CutMode, random: () => number): void {
    const files: Files = new Map([...this.#synced].map(([name, content]) => [name, content.copy()]))
    for (const record of survivors(this.#unsynced, mode, random)) apply(files, record)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (const [name, content] of files) writeFileSync(join(folder, name), content.bytes())
  }
}

function survivors(unsynced: readonly IoRecord[], mode: CutMode, random: () => number): IoRecord[] {
  switch (mode) {
    case 'none':
      return []
    case 'all':
      return [...unsynced]
    case 'prefix':
      return unsynced.slice(0, Math.floor(random() * (unsynced.length + 1)))
    case 'subset':
      return unsynced.filter(() => random() < 0.5)
    case 'torn':
    case 'torn_garbage': {
      const kept = unsynced.slice(0, Math.floor(random() * (unsynced.length + 1)))
      return kept.flatMap((record, index) => (index === kept.length - 1 ? tear(record, mode, random) : [record]))
    }
  }
}

function tear(record: IoRecord, mode: CutMode, random: () => number): IoRecord[] {
  if (record.op !== 'write') return [record]
  const sectors: IoRecord[] = []
  for (let at = 0; at < record.bytes.length; at += SECTOR_BYTES) {
    const bytes = Buffer.from(record.bytes.subarray(at, at + SECTOR_BYTES))
    if (random() < 0.5) sectors.push({ ...record, offset: record.offset + at, bytes })
    else if (mode === 'torn_garbage') {
      sectors.push({
        ...record,
        offset: record.offset + at,
        bytes: bytes.map(() => Math.floor(random() * 256)) as Buffer,
      })
    }
  }
  return sectors
}
