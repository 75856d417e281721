import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportJournal } from '#hub/audit/export-journal.ts'
import { openCopy } from '#hub/audit/open-copy.ts'
import { verdictText, type AuditVerdict } from '#hub/audit/verify-audited.ts'
import { verifyExport } from '#hub/audit/verify-export.ts'
import { verifyFile } from '#hub/audit/verify-file.ts'
import { loadOrMakeKey } from '#hub/devices/key-file.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { attack, attacks } from '#tests/hub/audit/attacks.ts'
import { makeProduct } from '#tests/kiosk/store/till-fixture.ts'
import { isAllSent, hasCatalogue, openLinkedTill, stockHub } from '#tests/support/linked-till.ts'
import { newFolder, startHub } from '#tests/support/running-hub.ts'

const folder = newFolder()
const at = (...names: string[]): string => join(folder.path, ...names)
/** The hub's own key lies beside its database as it does in a shop. */
const hubPath = at('hub', 'hub.sqlite')
const product = makeProduct(1)
let hubKeyId = ''

const copyFiles = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    if (/^(?:till\.sqlite(?:-wal)?|device\.key|enrolment\.json)$/u.test(name))
      copyFileSync(join(from, name), join(to, name))
  }
}

beforeAll(async () => {
  mkdirSync(at('hub', 'keys'), { recursive: true })
  mkdirSync(at('till'))
  let hub = await startHub({ folder: at('hub') })
  copyFileSync(at('hub', 'feed.key'), at('hub', 'keys', 'feed.key'))
  await stockHub(hub, [product])
  const till = await openLinkedTill(hub, 'T1', at('till'))
  await hasCatalogue(till, 4)
  for (let n = 0; n < 10; n += 1) till.sell([product])
  await isAllSent(till)
  // While it is open: a till that was killed, which has not signed its end.
  copyFiles(at('till'), at('young'))
  for (let n = 0; n < 120; n += 1) till.sell([product])
  await isAllSent(till)
  for (let n = 0; n < 8; n += 1) till.sell([product])
  await isAllSent(till)
  copyFiles(at('till'), at('grown'))
  await till.stop()
  await hub.stop()
  hub = await startHub({ folder: at('hub') })
  await hub.stop()
  hubKeyId = feedSigner(loadOrMakeKey(at('hub', 'feed.key'))).keyId
}, 60_000)
afterAll(() => folder.remove())

const say = (): void => {}
const checkTill = async (name: string, withHub: boolean): Promise<AuditVerdict> => {
  const path = at(name, 'till.sqlite')
  const [verdict] = await verifyFile({ path, keyIds: [], ...(withHub ? { hubPath } : {}) }, say)
  if (verdict === undefined) throw new Error('A till has one journal.')
  return verdict
}
const attacked = (from: string, name: string): string => {
  const to = `attacked-${from}`
  rmSync(at(to), { recursive: true, force: true })
  cpSync(at(from), at(to), { recursive: true })
  const how = attacks[name]
  if (how === undefined) throw new Error(`There is no attack "${name}".`)
  attack(at(to, 'till.sqlite'), how)
  return to
}
const forgetCounterSignature = (name: string): void => {
  const connection = new Sqlite(at(name, 'till.sqlite'))
  connection.exec(`DELETE FROM facts WHERE name = 'counter_signature'`)
  connection.close()
}

test('what nobody touched holds, at the till and at the hub, and the files stay as they are', async () => {
  const before = readdirSync(at('grown'))
  expect(await checkTill('young', false)).toMatchObject({ fault: undefined, anchorCount: 0 })
  const grown = await checkTill('grown', true)
  expect(grown).toMatchObject({ fault: undefined, name: 'T1' })
  expect(grown.anchorCount).toBeGreaterThanOrEqual(1)
  expect(grown.unanchoredCount).toBeGreaterThan(3)
  const hub = await verifyFile({ path: hubPath, keyIds: [hubKeyId] }, say)
  expect(hub.map(({ name, fault }) => [name, fault])).toEqual([
    ['hub', undefined],
    ['T1', undefined],
  ])
  expect(readdirSync(at('grown'))).toEqual(before)
})

// reliability: by the chain alone, with signed anchors, with the head that the hub knows.
test.each([
  ['edit a row', true, true, true],
  ['delete a row', true, true, true],
  ['swap two rows', true, true, true],
  ['insert a row', true, true, true],
  ['cut the tail after the last anchor', false, false, true],
  ['cut the tail past an anchor', false, true, true],
  ['edit a row and rehash everything', false, true, true],
  ['edit after the last anchor and rehash', false, false, true],
])('%s: found by the chain %s, by anchors %s, by the head at the hub %s', async (name, byChain, byAnchors, byHead) => {
  const young = attacked('young', name)
  // Nobody has signed anything of it yet.
  forgetCounterSignature(young)
  const chain = await checkTill(young, false)
  expect(chain.fault !== undefined, `chain: ${verdictText(chain)}`).toBe(byChain)
  const grown = attacked('grown', name)
  const anchors = await checkTill(grown, false)
  expect(anchors.fault !== undefined, `anchors: ${verdictText(anchors)}`).toBe(byAnchors)
  const head = await checkTill(grown, true)
  expect(head.fault !== undefined, `head: ${verdictText(head)}`).toBe(byHead)
})

test('whoever cuts past an anchor and takes the hub’s counter-signature with it is found at the hub only', async () => {
  const grown = attacked('grown', 'cut the tail past an anchor')
  forgetCounterSignature(grown)
  expect((await checkTill(grown, false)).fault).toBeUndefined()
  expect((await checkTill(grown, true)).fault).toMatchObject({ why: 'witness_denied' })
})

test('the first bad entry is named, with its receipt', async () => {
  const verdict = await checkTill(attacked('grown', 'edit a row'), false)
  expect(verdict.fault).toMatchObject({ why: 'hash_wrong' })
  expect(verdictText(verdict)).toMatch(
    /^T1: first bad entry: stream [0-9a-f-]{36}, entry \d+ \(receipt T1-000003\): its text was changed \[hash_wrong\]$/u,
  )
  expect(verdictText(await checkTill(attacked('grown', 'delete a row'), false))).toContain('(receipt T1-000004)')
})

const forgeHub = async (statement: string): Promise<AuditVerdict[]> => {
  mkdirSync(at('forged', 'keys'), { recursive: true })
  copyFileSync(hubPath, at('forged', 'hub.sqlite'))
  copyFileSync(at('hub', 'keys', 'feed.key'), at('forged', 'keys', 'feed.key'))
  const connection = new Sqlite(at('forged', 'hub.sqlite'))
  connection.pragma('foreign_keys = OFF')
  connection.exec(statement)
  connection.close()
  return verifyFile({ path: at('forged', 'hub.sqlite'), keyIds: [] }, say)
}
const SALE = `(SELECT number FROM entries WHERE type = 'sale_completed' ORDER BY number LIMIT 1 OFFSET 5)`

test.each([
  [
    `UPDATE entries SET text = replace(text, '"totalMinor":101', '"totalMinor":1') WHERE number = ${SALE}`,
    'hash_wrong',
  ],
  [`DELETE FROM entries WHERE number = ${SALE}`, 'chain_broken'],
  [`UPDATE entries SET text = 'no JSON' WHERE number = ${SALE}`, 'chain_broken'],
  [
    `DELETE FROM entries WHERE number = (SELECT max(entries.number) FROM entries
      JOIN streams ON streams.number = stream_number WHERE device_number = 1)`,
    'witness_denied',
  ],
  [
    `UPDATE device_keys SET key_id = replace(key_id, 'a', 'b'); UPDATE devices SET pin = NULL, revoked_at = 'now'`,
    'anchor_key_unknown',
  ],
])('a hub’s file: %s', async (statement, why) => {
  const verdicts = await forgeHub(statement)
  expect(verdicts.find(({ name }) => name === 'T1')?.fault).toMatchObject({ why })
  expect(verdicts.find(({ name }) => name === 'hub')?.fault).toBeUndefined()
})

test('what cannot be checked says so', async () => {
  await expect(verifyFile({ path: at('none'), keyIds: [] }, say)).rejects.toThrow('There is no')
  writeFileSync(at('noise'), Buffer.alloc(8192, 'noise'))
  await expect(verifyFile({ path: at('noise'), keyIds: [] }, say)).rejects.toThrow('no database that can be read')
  new Sqlite(at('other.sqlite')).exec('CREATE TABLE t (x)').close()
  await expect(verifyFile({ path: at('other.sqlite'), keyIds: [] }, say)).rejects.toThrow('neither a hub')
  mkdirSync(at('keyless'))
  for (const name of readdirSync(at('grown'))) {
    if (name.startsWith('till')) copyFileSync(at('grown', name), at('keyless', name))
  }
  await expect(checkTill('keyless', false)).rejects.toThrow('No key is known that the journal of T1 was signed with')
  expect((await checkTill('keyless', true)).fault).toBeUndefined()
})

const makeExport = async (target: string, hasPersonalData = false) => {
  const copy = openCopy(hubPath)
  try {
    const today = new Date().toISOString().slice(0, 10)
    return await exportJournal({
      connection: copy.connection,
      signer: feedSigner(loadOrMakeKey(at('hub', 'feed.key'))),
      target,
      hubId: 'hub',
      madeAt: '2026-11-20T12:00:00.000Z',
      softwareVersion: 'test',
      from: '2026-01-01',
      until: today,
      hasPersonalData,
    })
  } finally {
    copy.close()
  }
}

test('an extract proves itself: entries, anchors, keys, and the hub’s word', async () => {
  const { extracts } = await makeExport(at('all.audit'))
  expect(extracts.map(({ name }) => name)).toEqual(['hub', 'T1'])
  const { isManifestSigned, verdicts } = await verifyExport(at('all.audit'), say)
  expect(isManifestSigned).toBe(true)
  expect(verdicts.map(({ fault, entryCount }) => [fault, entryCount])).toEqual(
    extracts.map(({ entryCount }) => [undefined, entryCount]),
  )
})

const spoilt = async (spoil: (lines: string[]) => string[]) => {
  if (!existsSync(at('whole.audit'))) await makeExport(at('whole.audit'))
  const lines = gunzipSync(readFileSync(at('whole.audit')))
    .toString('utf8')
    .trimEnd()
    .split('\n')
  writeFileSync(at('spoilt.audit'), gzipSync(`${spoil(lines).join('\n')}\n`))
  return verifyExport(at('spoilt.audit'), say)
}

test.each([
  [
    'an entry changed',
    (lines: string[]) => lines.with(lines.length - 9, String(lines.at(-9)).replace('"totalMinor":', '"totalMinor":1')),
  ],
  ['an entry left out', (lines: string[]) => lines.toSpliced(-9, 1)],
  ['its end cut off', (lines: string[]) => lines.slice(0, -2)],
])('an extract with %s is found out', async (_what, spoil) => {
  const { verdicts } = await spoilt(spoil)
  expect(verdicts.at(-1)?.fault).toBeDefined()
})

test('an extract that was cut in its head as well is no longer the hub’s word', async () => {
  const { isManifestSigned } = await spoilt((lines) =>
    lines.with(0, String(lines[0]).replace(/"until":"[0-9-]+"/u, '"until":"2026-01-02"')),
  )
  expect(isManifestSigned).toBe(false)
})
