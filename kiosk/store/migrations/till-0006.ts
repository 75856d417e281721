import type { Migration } from '#kiosk/store/migrate.ts'

export const erasedEntries: Migration = {
  name: 'till-0006',
  sql: `
    -- Entries whose personal data was erased by order of the hub: it is missing, and nothing is wrong.
    CREATE TABLE erased_entries (
      entry_no INTEGER PRIMARY KEY
    ) STRICT;
  `,
}
