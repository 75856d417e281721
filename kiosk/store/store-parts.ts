import type Sqlite from 'better-sqlite3'
import type { Carried } from '#kiosk/store/carried.ts'
import type { JournalStore } from '#kiosk/store/journal-store.ts'
import type { StorePorts } from '#kiosk/store/store-ports.ts'
import type { Transaction } from '#kiosk/store/transaction.ts'

/** What the parts of the till's store share. */
export interface StoreParts {
  readonly connection: Sqlite.Database
  readonly transaction: Transaction
  readonly ports: StorePorts
  readonly journal: JournalStore
  /** What the hub had of this till when its own file was lost. */
  readonly carried: Carried | undefined
}
