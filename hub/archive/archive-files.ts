import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Check } from 'typebox/value'
import {
  archiveLineSchema,
  archiveManifestSchema,
  type ArchiveBlock,
  type ArchiveLine,
  type ArchiveManifest,
} from '#hub/archive/archive-manifest.ts'

/** Unpacked blocks that are kept: a page of old receipts reads few. */
const BLOCKS_KEPT = 8

/** The folder of archives, beside the database whose entries they hold. */
export const archiveFolderOf = (databasePath: string): string => join(dirname(databasePath), 'archive')

/** The manifests in a folder, oldest month first. Throws for one that is none. */
export function readManifests(folder: string): ArchiveManifest[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.manifest.json'))
    .toSorted()
  return names.map((name) => {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    if (Check(archiveManifestSchema, manifest)) return manifest
    throw new Error(`${name} is no manifest of an archive that this version can read.`)
  })
}

/** Unpacks the lines of a block. */
export function readBlock(path: string, { offset, bytes }: ArchiveBlock): ArchiveLine[] {
  const packed = Buffer.alloc(bytes)
  const file = openSync(path, 'r')
  try {
    readSync(file, packed, 0, bytes, offset)
  } finally {
    closeSync(file)
  }
  const lines = gunzipSync(packed).toString('utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as unknown).filter((line) => Check(archiveLineSchema, line))
}

/** Finds the text of archived entries. Read in place: nothing of it is held but the list of blocks. */
export class ArchiveFiles {
  readonly #folder: string
  #manifests: readonly ArchiveManifest[] | undefined
  readonly #kept = new Map<string, ReadonlyMap<string, string>>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Reads the list anew, after months were archived. */
  refresh(): void {
    this.#manifests = undefined
    this.#kept.clear()
  }

  /** The text whose hash that is; undefined where the file is missing or damaged. */
  textOf(number: number, hash: string): string | undefined {
    this.#manifests ??= readManifests(this.#folder)
    // A database that was put back may have given the same number to another entry: the hash decides.
    for (const { file, blocks } of this.#manifests) {
      for (const block of blocks) {
        const text = number < block.first || number > block.last ? undefined : this.#textsOf(file, block).get(hash)
        if (text !== undefined) return text
      }
    }
    return undefined
  }

  #textsOf(file: string, block: ArchiveBlock): ReadonlyMap<string, string> {
    const name = `${file}@${block.offset}`
    const known = this.#kept.get(name)
    if (known !== undefined) return known
    const texts = this.#unpack(join(this.#folder, file), block)
    this.#kept.set(name, texts)
    for (const oldest of this.#kept.keys()) if (this.#kept.size > BLOCKS_KEPT) this.#kept.delete(oldest)
    return texts
  }

  #unpack(path: string, block: ArchiveBlock): ReadonlyMap<string, string> {
    try {
      return new Map(readBlock(path, block).map(({ hash, text }) => [hash, text]))
    } catch {
      // Whoever needs the text says that it is not to be had.
      return new Map()
    }
  }
}
