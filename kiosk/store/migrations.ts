import type { Migration } from '#kiosk/store/migrate.ts'
import { catalogue } from '#kiosk/store/migrations/catalogue-0001.ts'
import { sellingRules } from '#kiosk/store/migrations/catalogue-0002.ts'
import { till } from '#kiosk/store/migrations/till-0001.ts'
import { unclaimedPayments } from '#kiosk/store/migrations/till-0002.ts'
import { shiftReports } from '#kiosk/store/migrations/till-0003.ts'
import { refunds } from '#kiosk/store/migrations/till-0004.ts'
import { heldAtHub } from '#kiosk/store/migrations/till-0005.ts'
import { erasedEntries } from '#kiosk/store/migrations/till-0006.ts'

/** The steps of the till's own data, in order; a new step is one file and one line at the end. */
export const tillMigrations: readonly Migration[] = [
  till,
  unclaimedPayments,
  shiftReports,
  refunds,
  heldAtHub,
  erasedEntries,
]

/**
 * The steps that the version before this one knew: it still works on the till's data, so that a till whose update fails
 * goes back to it and sells. Raised with each release to what that release knew.
 */
export const TILL_STEPS_OF_VERSION_BEFORE = 5

/** The steps of the catalogue's replica. */
export const catalogueMigrations: readonly Migration[] = [catalogue, sellingRules]
