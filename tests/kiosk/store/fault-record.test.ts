import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FaultRecord } from '#kiosk/store/fault-record.ts'
import { storageFault } from '#kiosk/store/storage-fault.ts'
import { CommitUnknownError, DataCorruptError } from '#kiosk/store/store-errors.ts'
import { TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'

const withCode = (code: string): Error => Object.assign(new Error(`it said ${code}`), { code })

test('faults in a row are counted, and what was wrong in the first place is kept', () => {
  using folder = new TemporaryFolder()
  const faults = new FaultRecord(folder.path)
  expect(faults.read().count).toBe(0)
  faults.note('failing', new CommitUnknownError(withCode('SQLITE_IOERR_FSYNC')))
  faults.note('failing', new CommitUnknownError(withCode('SQLITE_IOERR_FSYNC')))
  expect(new FaultRecord(folder.path).read()).toEqual({
    count: 2,
    fault: 'failing',
    detail: 'it said SQLITE_IOERR_FSYNC',
  })
  faults.met()
  expect(faults.read()).toMatchObject({ count: 2, fault: 'other' })
  faults.clear()
  faults.met()
  expect(faults.read().count).toBe(0)
})

test('a note that cannot be read, or not be written, is none', () => {
  using folder = new TemporaryFolder()
  writeFileSync(join(folder.path, 'faults.json'), '{"count":"many"')
  const faults = new FaultRecord(folder.path)
  expect(faults.read().count).toBe(0)
  const nowhere = new FaultRecord(join(folder.path, 'not', 'there'))
  nowhere.note('other', 'a reason')
  nowhere.clear()
  expect(nowhere.read().count).toBe(0)
})

test.each([
  [withCode('SQLITE_FULL'), 'full'],
  [withCode('ENOSPC'), 'full'],
  [new CommitUnknownError(withCode('SQLITE_FULL')), 'full'],
  [withCode('SQLITE_IOERR_WRITE'), 'failing'],
  [withCode('EROFS'), 'failing'],
  [withCode('SQLITE_CORRUPT_INDEX'), 'corrupt'],
  [new DataCorruptError('till.sqlite', 'a page is torn'), 'corrupt'],
  [withCode('SQLITE_CONSTRAINT'), undefined],
  [new Error('a bug'), undefined],
  ['no error', undefined],
] as const)('%s is %s', (error, fault) => {
  expect(storageFault(error)).toBe(fault)
})
