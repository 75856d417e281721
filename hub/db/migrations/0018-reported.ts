import type { Migration } from '#hub/db/migrate.ts'

export const reported: Migration = {
  name: '0018-reported',
  sql: `
    -- Whether a device has reported to this start of the hub: by no clock, which may be set back or ahead between two.
    ALTER TABLE device_states ADD COLUMN has_reported INTEGER NOT NULL DEFAULT 0;
    -- Whether refunds still need not wait: until the device reports, or the hub starts again.
    ALTER TABLE hold_releases ADD COLUMN is_open INTEGER NOT NULL DEFAULT 0;
  `,
}
