import type { Migration } from '#hub/db/migrate.ts'

export const erasures: Migration = {
  name: '0012-erasures',
  sql: `
    -- Entries whose personal data was erased by order, whether they are here already or come once more.
    CREATE TABLE erasures (
      -- In order of arrival: what "since" means to a till.
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      stream TEXT NOT NULL,
      seq INTEGER NOT NULL,
      UNIQUE (stream, seq)
    ) STRICT;
  `,
}
