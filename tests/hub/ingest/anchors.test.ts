import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ANCHOR_EVERY_ENTRIES, counterSignedText, signAnchor } from '#core/journal/anchor.ts'
import type { JournalEntry, PrivatePart } from '#core/journal/entry.ts'
import { verifyJournal } from '#core/journal/verify-journal.ts'
import { defineQuery } from '#hub/db/query.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { openJournal } from '#hub/ingest/journal.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { signatures } from '#hub/ports/signatures.ts'
import { signerOf } from '#tests/core/journal/node-signer.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { enrolTestDevice, testSale, TestStream, type TestDevice } from '#tests/support/test-till.ts'

const HOUR_MS = 3_600_000
const till = signerOf('T1')

let hub: TestHub
let device: TestDevice
beforeEach(async () => {
  hub = await openTestHub()
  device = await enrolTestDevice(hub.journal, 'T1', 1, till.keyId)
})
afterEach(async () => closeSound(hub))

const exceptions = async (): Promise<string[]> =>
  (await hub.ask<{ items: { kind: string }[] }>('GET', '/api/v1/audit/exceptions')).json.items.map(({ kind }) => kind)

const addAnchor = (stream: TestStream, signer = till): JournalEntry =>
  stream.add('anchor', signAnchor(stream.place, { why: 'entries' }, signer))

const ownEntries = defineQuery((db, p: { stream: string }) =>
  db
    .selectFrom('entries')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select(['entries.text', 'entries.hash', 'entries.private'])
    .where('streams.stream', '=', p.stream)
    .orderBy('entries.seq'),
)

const anchoredStreams = defineQuery((db) =>
  db.selectFrom('streams').select('stream').where('device_number', '=', 0).where('anchored_seq', 'is not', null),
)

const hubEntries = async (): Promise<JournalEntry[]> => {
  const rows = await hub.database.read.all(ownEntries, { stream: hub.journal.hubBoot })
  return rows.map(({ text, hash, private: part }) => {
    const entry = Object.assign(JSON.parse(text) as JournalEntry, { hash })
    return part === null ? entry : Object.assign(entry, { private: JSON.parse(part) as PrivatePart })
  })
}

describe('an anchor of a till', () => {
  test('is counter-signed by the hub once it is stored, and again with the answer to a status', async () => {
    const stream = new TestStream(device)
    stream.add('sale_completed', testSale(1))
    expect(await stream.send(hub.journal)).not.toHaveProperty('counterSignature')
    const { seq, hash } = addAnchor(stream)
    stream.add('sale_completed', testSale(2))
    const { counterSignature } = await stream.send(hub.journal)
    expect(counterSignature).toMatchObject({ stream: stream.id, seq, hash })
    const { publicKey = '', signature = '', keyId } = counterSignature ?? {}
    expect(signatures.keyIdOf(publicKey)).toBe(keyId)
    expect(counterSignature && signatures.isSigned(publicKey, counterSignedText(counterSignature), signature)).toBe(
      true,
    )
    const again = await hub.journal.positionsOf(device.id, [stream.id])
    expect(again.counterSignature).toEqual(counterSignature)
  })

  test.each([
    ['of a key that the device never had', 'anchor_key_unknown', signerOf('thief')],
    ['that the key did not sign', 'anchor_signature_wrong', { ...till, sign: signerOf('thief').sign }],
  ])('%s is kept apart with all that follows', async (_name, why, signer) => {
    const stream = new TestStream(device)
    addAnchor(stream, signer)
    stream.add('sale_completed', testSale(1))
    const position = await stream.send(hub.journal)
    expect(position).toMatchObject({
      positions: [{ stream: stream.id, last: 1 }],
      quarantined: [{ stream: stream.id, why }],
    })
    expect(position).not.toHaveProperty('counterSignature')
    expect(await exceptions()).toContain(why)
  })

  test('vouches for the place before it only', async () => {
    const stream = new TestStream(device)
    const earlier = stream.place
    stream.add('signed_in', { operatorId: 3 })
    stream.add('anchor', signAnchor(earlier, { why: 'entries' }, till))
    expect((await stream.send(hub.journal)).quarantined).toEqual([{ stream: stream.id, why: 'anchor_misplaced' }])
  })

  test('by a key that another took the place of is still the device’s word', async () => {
    const next = signerOf('the next key')
    const change = defineQuery((db, p: { id: string; pin: string }) =>
      db.updateTable('devices').set({ pin: p.pin }).where('id', '=', p.id),
    )
    await hub.database.write((tx) => tx.run(change, { id: device.id, pin: next.keyId }))
    const stream = new TestStream(device)
    addAnchor(stream)
    addAnchor(stream, next)
    expect(await stream.send(hub.journal)).not.toHaveProperty('quarantined')
  })
})

describe('the hub’s own stream', () => {
  const note = async (): Promise<unknown> =>
    hub.journal.write(({ record }) =>
      record(programActor, { type: 'device_revoked', body: { deviceId: device.id, reason: 'test' } }),
    )

  test('is anchored every hundred entries, and verifies', async () => {
    const before = (await hubEntries()).length
    for (let count = before; count < 2 * ANCHOR_EVERY_ENTRIES + 10; count++) await note()
    const entries = await hubEntries()
    const keyIds = new Set(entries.flatMap(({ type, body }) => (type === 'anchor' ? [String(body['keyId'])] : [])))
    expect(keyIds.size).toBe(1)
    const head = entries.at(-1)
    const [opened] = entries
    const verdict = verifyJournal(entries, { sha256, signatures, keyIds })
    expect(opened?.type).toBe('stream_opened')
    expect(verdict).toMatchObject({ fault: undefined, anchorCount: 2, head: { seq: head?.seq } })
    expect(verdict.unanchoredCount).toBeLessThan(ANCHOR_EVERY_ENTRIES)
  })

  test('is anchored every hundred entries, however often the hub starts anew', async () => {
    const starts = ANCHOR_EVERY_ENTRIES + 10
    for (let start = 0; start < starts; start++) {
      const { database, clock } = hub
      const parts = { database, clock, sha256, newId: newUuid, version: 'test', feedSigner: signerOf('hub') }
      await openJournal({ ...parts, onChanges: () => {} })
    }
    const anchored = await hub.database.read.all(anchoredStreams, {})
    expect(anchored).toHaveLength(1)
  })

  test('is anchored although the clock was set back since', async () => {
    hub.clock.move(20 * 365 * 24 * HOUR_MS)
    await note()
    await hub.journal.anchor()
    hub.clock.move(-20 * 365 * 24 * HOUR_MS)
    await note()
    await hub.journal.anchor()
    expect((await hubEntries()).slice(-2).map(({ type }) => type)).toEqual(['device_revoked', 'anchor'])
  })

  test('is anchored hourly, when something was written since', async () => {
    hub.clock.move(HOUR_MS)
    await hub.journal.anchor()
    const [last] = (await hubEntries()).slice(-1)
    expect(last).toMatchObject({ type: 'anchor', body: { why: 'hour' } })
    hub.clock.move(2 * HOUR_MS)
    await hub.journal.anchor()
    expect((await hubEntries()).at(-1)).toEqual(last)
    await note()
    await hub.journal.anchor()
    expect((await hubEntries()).slice(-2).map(({ type }) => type)).toEqual(['device_revoked', 'anchor'])
  })
})
