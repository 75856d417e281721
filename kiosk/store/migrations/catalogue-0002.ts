import type { Migration } from '#kiosk/store/migrate.ts'

export const sellingRules: Migration = {
  name: 'catalogue-0002',
  sql: `
    -- JSON of what few products have: hours of sale, deposits, prices of customer groups.
    ALTER TABLE products ADD COLUMN rules TEXT;

    CREATE TABLE promotions (id INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT;
    CREATE TABLE coupons (id INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT;
    CREATE TABLE customer_groups (id INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT;
  `,
}
