import { readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { rebuildTill, type RebuildTillParts } from '#kiosk/rebuild-till.ts'
import type { Ballast } from '#kiosk/store/ballast.ts'
import { hasTillFile, lastKept, setAside } from '#kiosk/store/damaged-file.ts'
import type { FaultRecord } from '#kiosk/store/fault-record.ts'
import { PROGRAM } from '#kiosk/store/journal-store.ts'
import type { Rebuilt } from '#kiosk/store/rebuild-store.ts'
import { storageFault } from '#kiosk/store/storage-fault.ts'
import { DataCorruptError } from '#kiosk/store/store-errors.ts'
import { TillStore } from '#kiosk/store/till-store.ts'

/** What a till's store is opened with. */
export interface OpenStoreParts extends Omit<RebuildTillParts, 'keptAs' | 'isRolledBack'> {
  readonly ballast: Ballast
  readonly faults: FaultRecord
  /** The till was enrolled before this start: it has a file, or had one. */
  readonly wasEnrolled: boolean
}

/** What the hub can send again. */
const dropCatalogue = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    if (/^catalogue-\d+\.sqlite/u.test(name)) rmSync(join(folder, name), { force: true })
  }
}

/** On a disk that is full the ballast makes the room that a start needs. */
const withRoom = <T>(ballast: Ballast, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    if (storageFault(error) !== 'full' || !ballast.release()) throw error
    return work()
  }
}

/** The store, or why it has to be rebuilt. */
const openAsItIs = ({ storeParts, ballast }: OpenStoreParts): TillStore | DataCorruptError => {
  const open = (): TillStore | DataCorruptError => {
    try {
      return withRoom(ballast, () => new TillStore(storeParts))
    } catch (error) {
      if (error instanceof DataCorruptError) return error
      throw error
    }
  }
  const opened = open()
  if (opened instanceof TillStore || basename(opened.path) === 'till.sqlite') return opened
  dropCatalogue(storeParts.folder)
  return open()
}

/** A till that was enrolled and has never written anything was made anew, and ended before that was noted. */
const orPending = (store: TillStore): TillStore => {
  if (store.journal.cursors().length === 0) store.beginRebuild(store.pendingRebuild() ?? 'damaged')
  return store
}

/** Opens the file as it is; a damaged, missing or outdated one is set aside, and a new one waits to be filled. */
const openOrSetAside = (parts: OpenStoreParts): TillStore => {
  const { storeParts, faults, wasEnrolled, ballast, clockMs } = parts
  const { folder } = storeParts
  const isMissing = wasEnrolled && !hasTillFile(folder)
  const { fault } = faults.read()
  // What was read was damaged: where it is not the till's own file, it is the catalogue.
  if (fault === 'corrupt') {
    dropCatalogue(folder)
    faults.met()
  }
  const isUntrusted = fault === 'rolled_back' || fault === 'audit_failed'
  const opened = isMissing || isUntrusted ? undefined : openAsItIs(parts)
  if (opened instanceof TillStore) return wasEnrolled ? orPending(opened) : opened
  setAside(folder, new Date(clockMs.now()).toISOString())
  const fresh = withRoom(ballast, () => new TillStore(storeParts))
  fresh.beginRebuild(fault === 'rolled_back' ? 'rolled_back' : 'damaged')
  if (isUntrusted) faults.clear()
  return fresh
}

/** Says in the journal what became of the file before. */
const noteRebuilt = ({ journal }: TillStore, { skipped }: Rebuilt): void => {
  const device = 'till.sqlite'
  journal.record('device_fault', { device, code: 'rebuilt_from_hub' }, { actor: PROGRAM })
  journal.anchorStart()
  if (skipped === undefined) return
  const code = `receipts_skipped_${skipped.from}_${skipped.to}`
  journal.record('device_fault', { device, code }, { actor: PROGRAM })
}

/** Opens this boot's stream; the file is free again when that fails. */
const begin = (store: TillStore, rebuilt: Rebuilt | undefined): TillStore => {
  try {
    store.openStream()
    if (rebuilt !== undefined) noteRebuilt(store, rebuilt)
  } catch (error) {
    store.close()
    throw error
  }
  return store
}

/**
 * Opens a till's store for this boot. A file that is damaged or gone, or whose card went back in time, is kept aside and
 * a new one is filled from the hub first; that waits for the hub, and says so.
 */
export async function openStore(parts: OpenStoreParts): Promise<TillStore> {
  const { storeParts, ballast } = parts
  const { folder } = storeParts
  const store = openOrSetAside(parts)
  const reason = store.pendingRebuild()
  if (reason === undefined) {
    let opened: TillStore | undefined = store
    return withRoom(ballast, () => {
      // A stream that failed to begin has closed its file: the second time looks at what is on the disk.
      const current = opened ?? new TillStore(storeParts)
      opened = undefined
      return begin(current, undefined)
    })
  }
  const isRolledBack = reason === 'rolled_back'
  const rebuilt = await rebuildTill(store, { ...parts, keptAs: lastKept(folder), isRolledBack })
  store.close()
  return begin(new TillStore(storeParts), rebuilt)
}
