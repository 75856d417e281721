import type { Migration } from '#hub/db/migrate.ts'

export const previousKeys: Migration = {
  name: '0014-previous-keys',
  sql: `
    -- The key that a newer one replaces: it opens the door until the newer one was used, so that a lost answer locks out
    -- nobody.
    ALTER TABLE devices ADD COLUMN previous_pin TEXT;
  `,
}
