import type { Migration } from '#kiosk/store/migrate.ts'

export const refunds: Migration = {
  name: 'till-0004',
  sql: `
    -- refund_no is the API's integer id: device number x 10^9 + refund number. The refund itself stands in the journal.
    CREATE TABLE refunds (
      refund_no INTEGER PRIMARY KEY,
      refund_id BLOB NOT NULL UNIQUE CHECK (length(refund_id) = 16),
      -- Null: goods that came back without a receipt.
      original_sale_id BLOB CHECK (length(original_sale_id) = 16),
      kind TEXT NOT NULL CHECK (kind IN ('refund', 'return', 'void')),
      entry_no INTEGER NOT NULL REFERENCES journal (entry_no),
      shift_no INTEGER REFERENCES shifts (shift_no),
      total_minor INTEGER NOT NULL,
      tax_minor INTEGER NOT NULL,
      cash_minor INTEGER NOT NULL,
      card_minor INTEGER NOT NULL,
      other_minor INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX refunds_by_sale ON refunds (original_sale_id) WHERE original_sale_id IS NOT NULL;

    -- On the disk before the hub is asked, until an entry uses it or the hub has heard that none will. phase: 'asked',
    -- 'terminal' while somebody gives money back at the card terminal, 'exchange' while it goes with an open basket.
    CREATE TABLE open_reservations (
      reservation_id TEXT PRIMARY KEY,
      phase TEXT NOT NULL CHECK (phase IN ('asked', 'terminal', 'exchange', 'released')),
      details TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
}
