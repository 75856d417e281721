import type { Migration } from '#hub/db/migrate.ts'

export const anchors: Migration = {
  name: '0013-anchors',
  sql: `
    -- The newest anchor of each stream: up to there its device's key vouches for it.
    ALTER TABLE streams ADD COLUMN anchored_seq INTEGER;
    ALTER TABLE streams ADD COLUMN anchored_hash TEXT;
    ALTER TABLE streams ADD COLUMN anchored_at TEXT;

    -- Every key that a device ever had: what an earlier one signed is still its word.
    CREATE TABLE device_keys (
      -- SHA-256 of the public key: what \`devices.pin\` is for the key in use.
      key_id TEXT PRIMARY KEY,
      device_id TEXT NOT NULL,
      since TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO device_keys SELECT pin, id, enrolled_at FROM devices WHERE pin IS NOT NULL;

    -- Streams that go on from an older entry than the hub holds: their device's card went back in time.
    CREATE TABLE journal_forks (
      stream TEXT PRIMARY KEY,
      device_id TEXT NOT NULL,
      found_at TEXT NOT NULL,
      -- What the device goes on from; null: from nothing.
      resumed_stream TEXT,
      resumed_seq INTEGER,
      -- What the hub holds of it, and how many entries more that is.
      held_stream TEXT NOT NULL,
      held_seq INTEGER NOT NULL,
      lost_count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX journal_forks_by_device ON journal_forks (device_id, found_at);
  `,
}
