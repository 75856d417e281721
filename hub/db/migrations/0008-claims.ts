import type { Migration } from '#hub/db/migrate.ts'

export const claims: Migration = {
  name: '0008-claims',
  sql: `
    -- What only one may have at a time, for tills and API alike: the rest of a sale, a use of a coupon, points, credit.
    -- Ended by the entry that used it, by whoever asked for it, or by a manager; never by time.
    CREATE TABLE reservations (
      id TEXT PRIMARY KEY,
      -- none: released before it was ever asked for, and closed by that.
      kind TEXT NOT NULL CHECK (kind IN ('refund', 'coupon', 'points', 'account', 'none')),
      state TEXT NOT NULL CHECK (state IN ('open', 'used', 'released')),
      -- The sale, the coupon or the customer.
      subject_id INTEGER NOT NULL,
      -- Points, or minor units; 1 for a coupon, what goes back for a refund.
      claimed INTEGER NOT NULL,
      -- Null: the API.
      device_id TEXT,
      made_by INTEGER,
      made_at TEXT NOT NULL,
      released_by INTEGER,
      -- JSON: what was asked, what was answered, and the lines that a refund plans.
      claim TEXT NOT NULL,
      answer TEXT NOT NULL,
      plan TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reservations_open ON reservations (kind, subject_id) WHERE state = 'open';
    INSERT INTO reservations
      SELECT id, 'refund', CASE state WHEN 'open' THEN 'released' ELSE state END, sale_id, 0, NULL, made_by, made_at, NULL,
        '{}', '{}', NULL
      FROM sale_reservations;
    DROP TABLE sale_reservations;

    CREATE TABLE refunds (
      id INTEGER PRIMARY KEY,
      refund_uuid TEXT NOT NULL UNIQUE,
      refund_label TEXT NOT NULL,
      refund_number INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('refund', 'return', 'void')),
      -- Null: without a receipt, or of a sale that is not here.
      sale_id INTEGER REFERENCES sales (id),
      device_number INTEGER NOT NULL,
      operator_id INTEGER NOT NULL,
      employee_id TEXT,
      customer_id INTEGER,
      completed_at TEXT NOT NULL,
      business_date TEXT NOT NULL,
      tax_minor INTEGER NOT NULL,
      total_minor INTEGER NOT NULL,
      entry_number INTEGER NOT NULL REFERENCES entries (number)
    ) STRICT;
    CREATE INDEX refunds_by_sale ON refunds (sale_id, entry_number) WHERE sale_id IS NOT NULL;
    CREATE INDEX refunds_by_number ON refunds (device_number, refund_number);

    -- Beside what customer_saved says: points that sales earned and burned, and what is owed on account.
    CREATE TABLE customer_balances (
      customer_id INTEGER PRIMARY KEY,
      points INTEGER NOT NULL,
      owed_minor INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE coupon_uses (coupon_id INTEGER PRIMARY KEY, uses INTEGER NOT NULL) STRICT;

    ALTER TABLE sale_tenders ADD COLUMN card_last4 TEXT;
    UPDATE sale_tenders SET card_last4 = (
      SELECT nullif(entries.text ->> ('$.body.tenders[' || sale_tenders.position || '].last4'), '')
      FROM sales JOIN entries ON entries.number = sales.entry_number WHERE sales.id = sale_tenders.sale_id
    ) WHERE method = 'card';
    CREATE INDEX sale_tenders_by_card ON sale_tenders (card_last4) WHERE card_last4 IS NOT NULL;

    ALTER TABLE day_totals ADD COLUMN refund_count INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE day_totals ADD COLUMN refund_minor INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE day_totals ADD COLUMN return_count INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE day_totals ADD COLUMN return_minor INTEGER NOT NULL DEFAULT 0;

    CREATE TABLE day_taxes (
      business_date TEXT NOT NULL,
      rate_id INTEGER NOT NULL,
      rate_ppm INTEGER NOT NULL,
      name TEXT NOT NULL,
      net_minor INTEGER NOT NULL,
      tax_minor INTEGER NOT NULL,
      PRIMARY KEY (business_date, rate_id, rate_ppm)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO day_taxes
      SELECT sales.business_date, tax.value ->> '$.rateId', tax.value ->> '$.ratePpm', max(tax.value ->> '$.name'),
        sum(tax.value ->> '$.netMinor'), sum(tax.value ->> '$.taxMinor')
      FROM sales JOIN entries ON entries.number = sales.entry_number, json_each(entries.text, '$.body.taxes') AS tax
      WHERE sales.status <> 'voided'
      GROUP BY 1, 2, 3;

    -- What went back, by why and by whom. employee: the operator's number, or what a client of the API said.
    CREATE TABLE day_refunds (
      business_date TEXT NOT NULL,
      kind TEXT NOT NULL,
      reason TEXT NOT NULL,
      operator_id INTEGER NOT NULL,
      employee_id TEXT NOT NULL,
      refund_count INTEGER NOT NULL,
      amount_minor INTEGER NOT NULL,
      PRIMARY KEY (business_date, kind, reason, operator_id, employee_id)
    ) STRICT, WITHOUT ROWID;
  `,
}
