import type { Migration } from '#hub/db/migrate.ts'

export const feed: Migration = {
  name: '0003-feed',
  sql: `
    -- The catalogue as tills hold it: the newest whole row of each, so that a snapshot is one pass over one table.
    CREATE TABLE feed_rows (
      table_name TEXT NOT NULL,
      row_id INTEGER NOT NULL,
      row TEXT NOT NULL,
      PRIMARY KEY (table_name, row_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE feed_changes (
      revision INTEGER PRIMARY KEY,
      previous_hash TEXT NOT NULL,
      hash TEXT NOT NULL,
      signature TEXT NOT NULL,
      rows TEXT NOT NULL
    ) STRICT;
  `,
}
