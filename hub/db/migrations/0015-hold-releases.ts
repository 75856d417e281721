import type { Migration } from '#hub/db/migrate.ts'

export const holdReleases: Migration = {
  name: '0015-hold-releases',
  sql: `
    -- Devices that a manager has said refunds need not wait for: good for the start of the hub it was said to, until the
    -- device reports.
    CREATE TABLE hold_releases (
      device_id TEXT NOT NULL REFERENCES devices (id),
      released_at TEXT NOT NULL,
      released_by INTEGER NOT NULL,
      PRIMARY KEY (device_id, released_at)
    ) STRICT, WITHOUT ROWID;
  `,
}
