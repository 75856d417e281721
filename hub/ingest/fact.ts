import type { CatalogueRow } from '#core/catalogue/change-set.ts'
import type { EntryBodies, EntryType } from '#core/journal/entry-bodies.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { Tx } from '#hub/db/connection.ts'

/** What a command changed that others want to hear of, once it is committed. */
export interface Changes {
  readonly catalogueRows: CatalogueRow[]
  readonly stockProductIds: Set<number>
  readonly saleIds: number[]
  /** Numbers given to sales whose receipt number was taken; the hub writes them into its own stream with the command. */
  readonly renumbered: EntryBodies['sale_renumbered'][]
  /** True when a device came or went, so that the directory has to be read again. */
  areDevicesStale: boolean
  /** True when something was quarantined, or is no more: an entry that cannot be applied, or a stream. */
  isEntryNotApplied: boolean
}

export const noChanges = (): Changes => ({
  catalogueRows: [],
  stockProductIds: new Set(),
  saleIds: [],
  renumbered: [],
  areDevicesStale: false,
  isEntryNotApplied: false,
})

/** Adds what a part of a command changed to what all of it did. */
export function addChanges(all: Changes, part: Changes): void {
  all.catalogueRows.push(...part.catalogueRows)
  for (const id of part.stockProductIds) all.stockProductIds.add(id)
  all.saleIds.push(...part.saleIds)
  all.renumbered.push(...part.renumbered)
  all.areDevicesStale ||= part.areDevicesStale
  all.isEntryNotApplied ||= part.isEntryNotApplied
}

/** The number of the hub's own stream among the devices. */
export const HUB_DEVICE_NUMBER = 0

/** An entry on its way into the projections. */
export interface Fact<T extends EntryType = EntryType> {
  readonly body: EntryBodies[T]
  readonly entry: JournalEntry
  /** The entry's number in order of arrival. */
  readonly number: number
  /** The day it counts on: the shift's, or the entry's own where there is none. */
  readonly businessDate: string
  /** Whose stream it is: a till's, or `HUB_DEVICE_NUMBER`. */
  readonly deviceNumber: number
  readonly changes: Changes
}

/** Puts one kind of fact into the tables. Whoever made the fact, this is the one way. */
export type Projection<T extends EntryType> = (tx: Tx, fact: Fact<T>) => Promise<void>

/** The personal data beside an entry, as text by name; empty where it was erased. */
export const privateText = ({ entry }: Fact, name: string): string | null => {
  const value = entry.private?.data[name]
  return typeof value === 'string' ? value : null
}
