import type { Migration } from '#hub/db/migrate.ts'

export const cash: Migration = {
  name: '0009-cash',
  sql: `
    CREATE TABLE cash_movements (
      movement_id TEXT PRIMARY KEY,
      device_number INTEGER NOT NULL,
      shift_id TEXT NOT NULL,
      business_date TEXT NOT NULL,
      at TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('paid_in', 'paid_out', 'drop', 'no_sale')),
      amount_minor INTEGER NOT NULL,
      reason TEXT NOT NULL,
      operator_id INTEGER NOT NULL,
      authorised_by INTEGER,
      entry_number INTEGER NOT NULL REFERENCES entries (number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX cash_movements_by_day ON cash_movements (business_date, entry_number);

    -- X and Z as the till made them; a number that came twice (a card that went back in time) keeps both.
    CREATE TABLE shift_reports (
      report_id TEXT PRIMARY KEY,
      device_number INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('x', 'z')),
      report_number INTEGER NOT NULL,
      shift_id TEXT NOT NULL,
      at TEXT NOT NULL,
      report TEXT NOT NULL,
      entry_number INTEGER NOT NULL REFERENCES entries (number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX shift_reports_by_number ON shift_reports (device_number, kind, report_number);
    CREATE INDEX shift_reports_by_shift ON shift_reports (shift_id);

    CREATE INDEX shifts_by_day ON shifts (business_date, opened_at);
  `,
}
