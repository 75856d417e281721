import type { Migration } from '#hub/db/migrate.ts'

export const toldHeads: Migration = {
  name: '0017-told-heads',
  sql: `
    -- How far a device had written when it sent what did not reach that far: until all of it is here, it may hold a refund
    -- of a sale that is.
    CREATE TABLE told_heads (
      device_id TEXT PRIMARY KEY,
      stream TEXT NOT NULL,
      seq INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
}
