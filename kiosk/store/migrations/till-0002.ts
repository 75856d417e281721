import type { Migration } from '#kiosk/store/migrate.ts'

export const unclaimedPayments: Migration = {
  name: 'till-0002',
  sql: `
    -- An approval that no sale takes: the customer's money, until somebody gives it back.
    ALTER TABLE payment_intents ADD COLUMN claim TEXT CHECK (claim IN ('unclaimed', 'given_back'));
    CREATE INDEX payment_intents_unclaimed ON payment_intents (claim) WHERE claim = 'unclaimed';

    -- Those that nobody was told of before there was a place for them.
    UPDATE payment_intents SET claim = 'unclaimed'
    WHERE state = 'approved'
      AND intent_id NOT IN (
        SELECT value ->> 'intentId' FROM sales JOIN journal USING (entry_no), json_each(text, '$.body.tenders')
        WHERE value ->> 'kind' = 'card')
      AND intent_id NOT IN (
        SELECT value ->> 'intentId' FROM open_basket, json_each(tenders) WHERE value ->> 'kind' = 'card');
  `,
}
