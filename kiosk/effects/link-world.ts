import { assert } from '#core/errors/assert.ts'
import type { DeviceState } from '#core/protocol/messages.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import type { CatalogueBuilder, LinkCatalogue, LinkJournal, LinkWorld } from '#kiosk/link/ports.ts'
import type { CatalogueReplacement } from '#kiosk/store/catalogue-replacement.ts'
import { storageFault } from '#kiosk/store/storage-fault.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

/** What the link needs beside the store. */
export interface LinkWorldParts {
  readonly store: TillStore
  readonly softwareVersion: string
  readonly deviceHealth: () => DeviceState['devices']
  /** True while a basket is open: its prices stay. */
  readonly isSelling: () => boolean
  /** True while the room that is left is for sales alone: prices stay too, and no stock is noted. */
  readonly isDiskFull?: () => boolean
  readonly nowMs: () => number
  readonly random: () => number
}

const journalOf = (store: TillStore): LinkJournal => ({
  cursors: () => store.replication.cursors(),
  head: () => store.replication.head(),
  read: (stream, afterSeq, limit) => store.journal.read(stream, afterSeq, limit),
  acknowledge: (cursor) => {
    store.journal.acknowledge(cursor)
    store.hubContact.heard()
  },
  keepCounterSignature: (signature) => store.replication.keepCounterSignature(signature),
  setLinkUp: () => store.replication.linkUp(),
  setLinkDown: () => store.replication.linkDown(),
  erasedUpTo: () => store.erasures.upTo(),
  erase: (erasures) => store.erasures.apply(erasures),
})

/** A catalogue that the disk has no room for is fetched again later; it ends no till. */
const whereRoom = (work: () => void): void => {
  try {
    work()
  } catch (cause) {
    if (storageFault(cause) !== 'full') throw cause
    throw new LinkError('no_room', 'The disk has no room for a new catalogue.', { cause })
  }
}

/** The store wants to know a new catalogue's head before its rows; the link knows it only once they are checked. */
const builderOf = (replacement: CatalogueReplacement): CatalogueBuilder => ({
  add: (row) => whereRoom(() => replacement.add(row)),
  finish: (head) =>
    whereRoom(() => {
      while (replacement.prepare(head) === 'more');
    }),
  discard: () => replacement.abandon(),
})

const catalogueOf = ({ store, isSelling, isDiskFull = () => false }: LinkWorldParts): LinkCatalogue => {
  let replacement: CatalogueReplacement | undefined
  return {
    head: () => store.catalogue.head(),
    apply: (changeSet) => {
      assert(store.catalogue.applyChangeSet(changeSet), 'The link applies the next change set only.')
    },
    build: () => {
      replacement?.abandon()
      replacement = store.catalogue.startReplacement()
      return builderOf(replacement)
    },
    switchToBuilt: () => {
      assert(replacement !== undefined, 'The link switches to what it has built.')
      replacement.takeOver()
      replacement = undefined
    },
    setStockLevels: (levels) => {
      if (!isDiskFull()) store.catalogue.setStockLevels(levels)
    },
    isBusy: () => isSelling() || isDiskFull(),
  }
}

/** The till's store as the link sees it: joins the link's ports to the store's own words, so that neither knows the other. */
export const createLinkWorld = (parts: LinkWorldParts): Omit<LinkWorld, 'isSignedByHub' | 'sha256'> => ({
  journal: journalOf(parts.store),
  catalogue: catalogueOf(parts),
  softwareVersion: parts.softwareVersion,
  deviceHealth: parts.deviceHealth,
  nowIso: () => new Date(parts.nowMs()).toISOString(),
  random: parts.random,
})
