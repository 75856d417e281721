import { createHash } from 'node:crypto'
import type { JournalEntry, JournalPlace } from '#core/journal/entry.ts'
import { GENESIS_HASH } from '#core/journal/entry.ts'
import { sealEntry, type EntryDraft } from '#core/journal/seal.ts'

/** SHA-256 as Node has it. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** A readable UUID for tests. */
export const uuid = (space: number, value = 0): string => `${hex(space, 8)}-0000-7000-8000-${hex(value, 12)}`

const common = (stream: string, seq: number, prevHash: string) => ({
  stream,
  seq,
  id: uuid(0xe0, seq),
  at: '2026-03-01T09:00:00.000Z',
  clockTrusted: true,
  monotonicMs: seq * 10,
  businessDate: null,
  actor: { kind: 'program' as const, id: null },
  prevHash,
})

/** The first entry of a stream that goes on from `parent`. */
export const streamOpened = (stream: string, parent: JournalPlace | null): EntryDraft => ({
  ...common(stream, 1, parent?.hash ?? GENESIS_HASH),
  type: 'stream_opened',
  body: { deviceId: uuid(0xd0), deviceName: 'T3', deviceNumber: 3, parent, softwareVersion: '0.1.0' },
})

/** An entry that says little. */
export const signedIn = (stream: string, seq: number, prevHash: string): EntryDraft => ({
  ...common(stream, seq, prevHash),
  type: 'signed_in',
  body: { operatorId: seq },
})

/** The place of an entry. */
export const placeOf = ({ stream, seq, hash }: JournalEntry): JournalPlace => ({ stream, seq, hash })

/** A stream of `count` sealed entries. */
export function makeStream(stream: string, parent: JournalPlace | null, count: number): JournalEntry[] {
  const entries = [sealEntry(streamOpened(stream, parent), sha256).entry]
  for (let seq = 2; seq <= count; seq++) {
    entries.push(sealEntry(signedIn(stream, seq, entries.at(-1)?.hash ?? ''), sha256).entry)
  }
  return entries
}
