import { appendFileSync, closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import type { Random } from '#tests/simulation/random.ts'

// The log's format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
const PAGE_SIZE_AT = 8
const SALT_AT = 16
const SALT_BYTES = 8

const SECTOR_BYTES = 512
const GARBAGE_BYTES_MAX = 8_192

/** What is in a log: how far it is committed, and which of its rounds this is. */
export interface WalState {
  readonly committedBytes: number
  readonly salt: string
}

const NO_LOG: WalState = { committedBytes: 0, salt: '' }

/** Reads how far a log counts: up to the last frame that ends a transaction. */
export function readWal(path: string): WalState {
  if (!existsSync(path)) return NO_LOG
  const bytes = readFileSync(path)
  if (bytes.length < HEADER_BYTES) return NO_LOG
  const salt = bytes.toString('hex', SALT_AT, SALT_AT + SALT_BYTES)
  const frameBytes = FRAME_HEADER_BYTES + bytes.readUInt32BE(PAGE_SIZE_AT)
  let committedBytes = 0
  for (let at = HEADER_BYTES; at + frameBytes <= bytes.length; at += frameBytes) {
    if (bytes.toString('hex', at + 8, at + 8 + SALT_BYTES) !== salt) break
    if (bytes.readUInt32BE(at + 4) > 0) committedBytes = at + frameBytes
  }
  return { committedBytes, salt }
}

const garbage = (random: Random, count: number): Buffer => Buffer.from(random.hex(count * 2), 'hex')

/** Some sectors came onto the disk, some did not, and some hold anything. */
const scatter = (path: string, fromBytes: number, random: Random): void => {
  const size = readFileSync(path).length
  const file = openSync(path, 'r+')
  for (let at = Math.ceil(fromBytes / SECTOR_BYTES) * SECTOR_BYTES; at < size; at += SECTOR_BYTES) {
    const length = Math.min(SECTOR_BYTES, size - at)
    const luck = random.fraction()
    if (luck < 0.3) writeSync(file, Buffer.alloc(length), 0, length, at)
    else if (luck < 0.5) writeSync(file, garbage(random, length), 0, length, at)
  }
  closeSync(file)
}

/** The power went: of what was not synced there is nothing, a part, single sectors or all, and anything may come after. */
export function tearWal(path: string, syncedBytes: number, random: Random): void {
  if (!existsSync(path)) return
  const size = readFileSync(path).length
  const unsynced = Math.max(0, size - syncedBytes)
  const outcome = random.pick(['nothing', 'part', 'sectors', 'all'] as const)
  if (outcome === 'nothing') truncateSync(path, Math.min(size, syncedBytes))
  if (outcome === 'part') truncateSync(path, size - random.between(0, unsynced))
  if (outcome === 'sectors') scatter(path, syncedBytes, random)
  if (random.isOneOf(0.5)) appendFileSync(path, garbage(random, random.between(1, GARBAGE_BYTES_MAX)))
}
