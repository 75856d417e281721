import type { Migration } from '#hub/db/migrate.ts'

export const entriesNotApplied: Migration = {
  name: '0011-entries-not-applied',
  sql: `
    -- Entries that are in the journal and in no projection: applying them failed. They wait for a version that can, or
    -- for somebody to have them judged again.
    CREATE TABLE entries_not_applied (
      entry_number INTEGER PRIMARY KEY REFERENCES entries (number),
      why TEXT NOT NULL,
      since TEXT NOT NULL,
      -- The version that tried last.
      tried_by TEXT NOT NULL
    ) STRICT;
  `,
}
