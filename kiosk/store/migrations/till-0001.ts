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

    -- text is the canonical JSON that the hash covers; it is read back as it was written.
    CREATE TABLE journal (
      entry_no INTEGER PRIMARY KEY,
      text TEXT NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      private TEXT
    ) STRICT;

    -- For whoever looks into the file. As virtual columns of the table they would be made at each insert.
    CREATE VIEW entries AS
      SELECT entry_no, text ->> 'seq' AS seq, text ->> 'type' AS type, text ->> 'at' AS at, text
      FROM journal;

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

    -- What a shift took is the sum of its sales.
    CREATE TABLE shifts (
      shift_no INTEGER PRIMARY KEY,
      shift_id TEXT NOT NULL UNIQUE,
      shift TEXT NOT NULL,
      close TEXT
    ) STRICT;
    CREATE UNIQUE INDEX shifts_open ON shifts (close IS NULL) WHERE close IS NULL;

    -- sale_no is the API's integer id: device number x 10^9 + receipt number. The sale itself stands in the journal, and
    -- what follows from it is a view: each page that changes with a sale wears the card and lengthens the wait.
    CREATE TABLE sales (
      sale_no INTEGER PRIMARY KEY,
      sale_id BLOB NOT NULL UNIQUE CHECK (length(sale_id) = 16),
      entry_no INTEGER NOT NULL REFERENCES journal (entry_no),
      shift_no INTEGER REFERENCES shifts (shift_no),
      item_count INTEGER NOT NULL,
      total_minor INTEGER NOT NULL,
      tax_minor INTEGER NOT NULL,
      discount_minor INTEGER NOT NULL,
      cash_minor INTEGER NOT NULL,
      card_minor INTEGER NOT NULL,
      other_minor INTEGER NOT NULL
    ) STRICT;

    -- quantity: pieces or grams.
    CREATE VIEW sale_lines AS
      SELECT sale_no, value ->> 'line' AS line, value ->> 'productId' AS product_id, value ->> '$.quantity.unit' AS unit,
        coalesce(value ->> '$.quantity.count', value ->> '$.quantity.weightGrams') AS quantity,
        value ->> 'priceSource' AS price_source, value ->> 'grossMinor' AS gross_minor
      FROM sales JOIN journal USING (entry_no), json_each(text, '$.body.lines');

    CREATE VIEW sale_tenders AS
      SELECT sale_no, key + 1 AS tender, value ->> 'kind' AS kind, value ->> 'amountMinor' AS amount_minor
      FROM sales JOIN journal USING (entry_no), json_each(text, '$.body.tenders');

    -- What this till took from the shelf, signed. A label that holds only a price does not say how much it was.
    CREATE VIEW stock_movements AS
      SELECT sale_no, product_id, unit, -sum(quantity) AS change FROM sale_lines
      WHERE product_id IS NOT NULL AND NOT (price_source = 'label' AND unit = 'piece')
      GROUP BY sale_no, product_id, unit;

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
