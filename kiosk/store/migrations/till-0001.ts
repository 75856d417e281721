import type { Migration } from '#kiosk/store/migrate.ts'

export const till: Migration = {
  name: 'till-0001',
  sql: `
    -- Single values: which catalogue file is in use, the hub's position, the state of the link.
    CREATE TABLE facts (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- One row a boot. Entries are written in order of streams, so a stream's are those from first_entry_no on to the next.
    CREATE TABLE streams (
      stream_no INTEGER PRIMARY KEY,
      stream TEXT NOT NULL UNIQUE,
      first_entry_no INTEGER NOT NULL,
      acked_seq INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    -- text is the canonical JSON that the hash covers; it is read back as it was written. Virtual columns take no room.
    CREATE TABLE journal (
      entry_no INTEGER PRIMARY KEY,
      text TEXT NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      private TEXT,
      seq INTEGER AS (text ->> 'seq') VIRTUAL,
      type TEXT AS (text ->> 'type') VIRTUAL,
      at TEXT AS (text ->> 'at') VIRTUAL
    ) STRICT;

    -- One row, updated in place. A completed sale leaves it alone: a basket whose sale exists is done.
    CREATE TABLE open_basket (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      sale_id TEXT NOT NULL,
      basket TEXT NOT NULL,
      tenders TEXT NOT NULL
    ) STRICT;

    CREATE TABLE held_baskets (
      held_basket_id TEXT PRIMARY KEY,
      label TEXT NOT NULL,
      held_at TEXT NOT NULL,
      total_minor INTEGER NOT NULL,
      basket TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Committed before the terminal is asked. details: the approval, or why not.
    CREATE TABLE payment_intents (
      intent_id TEXT PRIMARY KEY,
      sale_id TEXT NOT NULL,
      amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
      state TEXT NOT NULL CHECK (state IN ('pending', 'unknown', 'approved', 'declined', 'cancelled', 'not_charged')),
      begun_at TEXT NOT NULL,
      details TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX payment_intents_by_sale ON payment_intents (sale_id);
    CREATE INDEX payment_intents_open ON payment_intents (state) WHERE state IN ('pending', 'unknown');

    CREATE TABLE shifts (
      shift_no INTEGER PRIMARY KEY,
      shift_id TEXT NOT NULL UNIQUE,
      shift TEXT NOT NULL,
      close TEXT,
      sale_count INTEGER NOT NULL DEFAULT 0,
      item_count INTEGER NOT NULL DEFAULT 0,
      gross_minor INTEGER NOT NULL DEFAULT 0,
      tax_minor INTEGER NOT NULL DEFAULT 0,
      discount_minor INTEGER NOT NULL DEFAULT 0,
      cash_minor INTEGER NOT NULL DEFAULT 0,
      card_minor INTEGER NOT NULL DEFAULT 0,
      other_minor INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE UNIQUE INDEX shifts_open ON shifts (close IS NULL) WHERE close IS NULL;

    -- sale_no is the API's integer id: device number x 10^9 + receipt number. The sale itself stands in the journal;
    -- few pages change with a sale, since each wears the card and lengthens the wait.
    CREATE TABLE sales (
      sale_no INTEGER PRIMARY KEY,
      sale_id BLOB NOT NULL UNIQUE CHECK (length(sale_id) = 16),
      entry_no INTEGER NOT NULL REFERENCES journal (entry_no),
      shift_no INTEGER REFERENCES shifts (shift_no),
      total_minor INTEGER NOT NULL,
      cash_minor INTEGER NOT NULL,
      card_minor INTEGER NOT NULL,
      other_minor INTEGER NOT NULL
    ) STRICT;

    -- quantity: pieces or grams. moves_stock: 0 where nobody knows what left the shelf.
    CREATE TABLE sale_lines (
      sale_no INTEGER NOT NULL,
      line INTEGER NOT NULL,
      product_id INTEGER,
      unit TEXT NOT NULL CHECK (unit IN ('piece', 'gram')),
      quantity INTEGER NOT NULL,
      moves_stock INTEGER NOT NULL CHECK (moves_stock IN (0, 1)),
      gross_minor INTEGER NOT NULL,
      PRIMARY KEY (sale_no, line)
    ) STRICT, WITHOUT ROWID;

    -- What this till took from the shelf, signed.
    CREATE VIEW stock_movements AS
      SELECT sale_no, product_id, unit, -sum(quantity) AS change
      FROM sale_lines WHERE moves_stock = 1 GROUP BY sale_no, product_id, unit;

    -- The document is rendered from what subject_id names, when it prints.
    CREATE TABLE print_jobs (
      job_no INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('receipt', 'receipt_copy', 'shift_report')),
      subject_id TEXT NOT NULL,
      stream_no INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('queued', 'confirmed', 'unconfirmed', 'refused'))
    ) STRICT;

    CREATE TABLE sign_in_attempts (
      operator_number INTEGER PRIMARY KEY,
      attempts INTEGER NOT NULL
    ) STRICT;
  `,
}
