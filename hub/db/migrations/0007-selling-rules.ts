import type { Migration } from '#hub/db/migrate.ts'

export const sellingRules: Migration = {
  name: '0007-selling-rules',
  sql: `
    -- row: as tills have it.
    CREATE TABLE promotions (id INTEGER PRIMARY KEY, is_active INTEGER NOT NULL, row TEXT NOT NULL) STRICT;
    CREATE TABLE coupons (
      id INTEGER PRIMARY KEY,
      code TEXT NOT NULL UNIQUE,
      row TEXT NOT NULL,
      created_at TEXT NOT NULL,
      updated_at TEXT
    ) STRICT;
    CREATE TABLE customer_groups (id INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT;

    -- JSON: the ids of a customer's groups, and why no tax is due.
    ALTER TABLE customers ADD COLUMN group_ids TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE customers ADD COLUMN exemption TEXT;
    ALTER TABLE customers ADD COLUMN account_limit_minor INTEGER;
    ALTER TABLE customers ADD COLUMN card_number TEXT;
    -- The phone as people key it: digits only.
    ALTER TABLE customers ADD COLUMN phone_digits TEXT;
    UPDATE customers SET phone_digits =
      replace(replace(replace(replace(replace(replace(phone, '-', ''), ' ', ''), '(', ''), ')', ''), '.', ''), '+', '');
    CREATE INDEX customers_by_card ON customers (card_number) WHERE card_number IS NOT NULL;

    -- JSON: single permissions beyond the role's, and those of the role that this person has not.
    ALTER TABLE users ADD COLUMN grants TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE users ADD COLUMN denials TEXT NOT NULL DEFAULT '[]';

    -- Baskets that tills have set aside, until one of them recalls them. The hub reads nothing of basket.
    CREATE TABLE held_baskets (
      held_basket_id TEXT PRIMARY KEY,
      device_id TEXT NOT NULL,
      till_name TEXT NOT NULL,
      operator_name TEXT NOT NULL,
      held_at TEXT NOT NULL,
      line_count INTEGER NOT NULL,
      total_minor INTEGER NOT NULL,
      basket TEXT NOT NULL,
      taken_by TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX held_baskets_waiting ON held_baskets (held_at) WHERE taken_by IS NULL;
  `,
}
