import type { Migration } from '#hub/db/migrate.ts'

export const sales: Migration = {
  name: '0006-sales',
  sql: `
    CREATE TABLE sales (
      -- Device number × 10^9 + receipt number; under 9000 for receipt numbers that came twice.
      id INTEGER PRIMARY KEY,
      sale_uuid TEXT NOT NULL UNIQUE,
      receipt_label TEXT NOT NULL,
      device_number INTEGER NOT NULL,
      shift_id TEXT,
      operator_id INTEGER NOT NULL,
      customer_id INTEGER,
      completed_at TEXT NOT NULL,
      business_date TEXT NOT NULL,
      subtotal_minor INTEGER NOT NULL,
      discount_minor INTEGER NOT NULL,
      order_discount_minor INTEGER NOT NULL,
      tax_minor INTEGER NOT NULL,
      total_minor INTEGER NOT NULL,
      item_count INTEGER NOT NULL,
      payment_method TEXT NOT NULL,
      payment_reference TEXT,
      status TEXT NOT NULL,
      notes TEXT,
      entry_number INTEGER NOT NULL REFERENCES entries (number)
    ) STRICT;
    CREATE INDEX sales_by_time ON sales (completed_at);
    CREATE INDEX sales_by_label ON sales (receipt_label);
    CREATE INDEX sales_by_customer ON sales (customer_id) WHERE customer_id IS NOT NULL;

    CREATE TABLE sale_lines (
      -- Sale × 1000 + line.
      id INTEGER PRIMARY KEY,
      sale_id INTEGER NOT NULL REFERENCES sales (id),
      product_id INTEGER,
      name TEXT NOT NULL,
      piece_count INTEGER NOT NULL,
      weight_grams INTEGER,
      unit_price_minor INTEGER NOT NULL,
      -- Quantity × price, before any discount.
      asked_minor INTEGER NOT NULL,
      discount_minor INTEGER NOT NULL,
      -- The line's part of a discount on the whole order, inside discount_minor.
      order_discount_minor INTEGER NOT NULL,
      net_minor INTEGER NOT NULL,
      gross_minor INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE sale_tenders (
      sale_id INTEGER NOT NULL REFERENCES sales (id),
      position INTEGER NOT NULL,
      method TEXT NOT NULL,
      amount_minor INTEGER NOT NULL,
      reference TEXT,
      PRIMARY KEY (sale_id, position)
    ) STRICT, WITHOUT ROWID;

    -- The right to undo a sale, whole or in part: at most one open at a time, ended by an entry or by a manager.
    CREATE TABLE sale_reservations (
      id TEXT PRIMARY KEY,
      sale_id INTEGER NOT NULL REFERENCES sales (id),
      kind TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'used', 'released')),
      made_by INTEGER,
      made_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX sale_reservations_open ON sale_reservations (sale_id) WHERE state = 'open';

    CREATE TABLE shifts (
      shift_id TEXT PRIMARY KEY,
      device_number INTEGER NOT NULL,
      business_date TEXT NOT NULL,
      opened_at TEXT NOT NULL,
      opened_by INTEGER NOT NULL,
      float_minor INTEGER NOT NULL,
      closed_at TEXT,
      expected_cash_minor INTEGER,
      counted_cash_minor INTEGER,
      difference_minor INTEGER,
      totals TEXT
    ) STRICT, WITHOUT ROWID;

    -- Roll-ups, kept in the applying transaction; reports read nothing else.
    CREATE TABLE day_totals (
      business_date TEXT NOT NULL,
      device_number INTEGER NOT NULL,
      sale_count INTEGER NOT NULL,
      item_count INTEGER NOT NULL,
      discount_minor INTEGER NOT NULL,
      tax_minor INTEGER NOT NULL,
      total_minor INTEGER NOT NULL,
      void_count INTEGER NOT NULL,
      void_minor INTEGER NOT NULL,
      PRIMARY KEY (business_date, device_number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE day_tenders (
      business_date TEXT NOT NULL,
      method TEXT NOT NULL,
      tender_count INTEGER NOT NULL,
      amount_minor INTEGER NOT NULL,
      PRIMARY KEY (business_date, method)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE product_days (
      business_date TEXT NOT NULL,
      product_id INTEGER NOT NULL,
      quantity INTEGER NOT NULL,
      weight_grams INTEGER NOT NULL,
      gross_minor INTEGER NOT NULL,
      PRIMARY KEY (business_date, product_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE product_months (
      month TEXT NOT NULL,
      product_id INTEGER NOT NULL,
      quantity INTEGER NOT NULL,
      weight_grams INTEGER NOT NULL,
      gross_minor INTEGER NOT NULL,
      PRIMARY KEY (month, product_id)
    ) STRICT, WITHOUT ROWID;
  `,
}
