import type { Migration } from '#kiosk/store/migrate.ts'

export const shiftReports: Migration = {
  name: 'till-0003',
  sql: `
    -- The entry that opened the shift: what it took is the sum of the entries from there on.
    ALTER TABLE shifts ADD COLUMN from_entry_no INTEGER;
    UPDATE shifts SET from_entry_no = (
      SELECT entry_no FROM journal WHERE text ->> 'type' = 'shift_opened' AND text ->> '$.body.shiftId' = shift_id)
    WHERE close IS NULL;

    -- X and Z reports, each numbered for itself since the enrolment; the report itself stands in the journal.
    CREATE TABLE shift_reports (
      device_number INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('x', 'z')),
      report_no INTEGER NOT NULL,
      report_id TEXT NOT NULL UNIQUE,
      shift_no INTEGER NOT NULL REFERENCES shifts (shift_no),
      entry_no INTEGER NOT NULL REFERENCES journal (entry_no),
      -- All sales and all refunds of the enrolment, up to this report.
      sales_minor INTEGER NOT NULL,
      refunds_minor INTEGER NOT NULL,
      PRIMARY KEY (device_number, kind, report_no)
    ) STRICT, WITHOUT ROWID;
  `,
}
