import type { Migration } from '#hub/db/migrate.ts'

export const refundsWaiting: Migration = {
  name: '0016-refunds-waiting',
  sql: `
    -- Refunds that came before the sale that they are of: it was not sent yet, or a restore has it come again.
    CREATE TABLE refunds_waiting (
      entry_number INTEGER PRIMARY KEY REFERENCES entries (number),
      sale_uuid TEXT NOT NULL
    ) STRICT;
    CREATE INDEX refunds_waiting_by_sale ON refunds_waiting (sale_uuid);
    INSERT INTO refunds_waiting
      SELECT refunds.entry_number, entries.text ->> '$.body.originalSaleId'
      FROM refunds JOIN entries ON entries.number = refunds.entry_number
      WHERE refunds.sale_id IS NULL AND entries.text ->> '$.body.originalSaleId' IS NOT NULL;
  `,
}
