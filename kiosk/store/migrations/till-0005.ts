import type { Migration } from '#kiosk/store/migrate.ts'

export const heldAtHub: Migration = {
  name: 'till-0005',
  sql: `
    -- How baskets that are set aside stand with the hub: 'put' it is to be told of one, 'at_hub' it waits there for any
    -- till, 'take' one was recalled here and it is to be told, 'taking' another till's is asked for. No row: nothing is open.
    CREATE TABLE held_at_hub (
      held_basket_id TEXT PRIMARY KEY,
      phase TEXT NOT NULL CHECK (phase IN ('put', 'at_hub', 'take', 'taking'))
    ) STRICT, WITHOUT ROWID;
    INSERT INTO held_at_hub (held_basket_id, phase) SELECT held_basket_id, 'put' FROM held_baskets;
  `,
}
