import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHubDatabase, type HubDatabase } from '#hub/db/hub-database.ts'
import { loadOrMakeKey } from '#hub/devices/key-file.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { openJournal, type Journal } from '#hub/ingest/journal.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { systemClock } from '#hub/ports/system-clock.ts'
import { FailingCommits, type CommitLeaves } from '#tests/support/failing-commit.ts'
import { enrolTestDevice, testSale, TestStream } from '#tests/support/test-till.ts'

let folder = ''
let commits: FailingCommits
const fatal: unknown[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-db-'))
  commits = new FailingCommits()
  fatal.length = 0
})
afterEach(() => {
  commits[Symbol.dispose]()
  rmSync(folder, { recursive: true })
})

const start = async (): Promise<{ readonly database: HubDatabase; readonly journal: Journal }> => {
  const database = openHubDatabase(join(folder, 'hub.sqlite'), (error) => fatal.push(error))
  const signer = feedSigner(loadOrMakeKey(join(folder, 'feed.key')))
  const ports = { clock: systemClock, newId: newUuid, sha256, version: 'test' }
  const journal = await openJournal({ ...ports, database, feedSigner: signer, onChanges: () => {} })
  return { database, journal }
}

test.each<CommitLeaves>(['all', 'nothing'])(
  'a batch whose COMMIT fails is acknowledged to nobody, ends the hub, and counts once when it comes again (%s was kept)',
  async (leaves) => {
    const first = await start()
    const device = await enrolTestDevice(first.journal, 'T1', 1)
    const stream = new TestStream(device)
    for (let n = 1; n <= 3; n++) stream.add('sale_completed', testSale(n))
    commits.arm(leaves)
    await expect(stream.send(first.journal)).rejects.toThrow('disk I/O error')
    expect(fatal).toHaveLength(1)
    // The process is gone, and with it whatever was not on the disk.
    await first.database.close()

    const second = await start()
    const [held] = (await second.journal.positionsOf(device.id, [stream.id])).positions
    expect(held?.last).toBe(leaves === 'all' ? 4 : 0)
    expect((await stream.send(second.journal)).positions).toEqual([{ stream: stream.id, last: 4 }])
    const sales = await second.database.read.all({ build: (db) => db.selectFrom('sales').select('id') }, {})
    expect(sales).toHaveLength(3)
    await second.database.close()
  },
)
