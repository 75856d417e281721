import type { Migration } from '#hub/db/migrate.ts'

export const journal: Migration = {
  name: '0004-journal',
  sql: `
    CREATE TABLE streams (
      number INTEGER PRIMARY KEY,
      stream TEXT NOT NULL UNIQUE,
      device_id TEXT NOT NULL,
      device_number INTEGER NOT NULL,
      last_seq INTEGER NOT NULL,
      last_hash TEXT NOT NULL,
      -- Why nothing more of this stream is taken; its further entries wait in quarantined_entries.
      quarantined_why TEXT
    ) STRICT;
    CREATE INDEX streams_by_device ON streams (device_id, number);

    CREATE TABLE entries (
      -- In order of arrival: what "since" means to those who read the journal on.
      number INTEGER PRIMARY KEY,
      stream_number INTEGER NOT NULL REFERENCES streams (number),
      seq INTEGER NOT NULL,
      id TEXT NOT NULL,
      type TEXT NOT NULL,
      at TEXT NOT NULL,
      business_date TEXT,
      actor_id INTEGER,
      hash TEXT NOT NULL,
      -- The canonical JSON that the hash covers.
      text TEXT NOT NULL,
      -- Personal data beside it; null where there is none, or where it was erased.
      private TEXT,
      UNIQUE (stream_number, seq)
    ) STRICT;
    CREATE INDEX entries_by_type ON entries (type, number);

    CREATE TABLE quarantined_entries (
      number INTEGER PRIMARY KEY,
      device_id TEXT NOT NULL,
      stream TEXT NOT NULL,
      seq INTEGER NOT NULL,
      hash TEXT NOT NULL,
      why TEXT NOT NULL,
      entry TEXT NOT NULL,
      received_at TEXT NOT NULL,
      UNIQUE (stream, seq, hash)
    ) STRICT;

    -- What somebody has to look at: kept, counted, and never "corrected" by the program.
    CREATE TABLE exceptions (
      number INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      at TEXT NOT NULL,
      entry_number INTEGER REFERENCES entries (number),
      detail TEXT NOT NULL
    ) STRICT;
  `,
}
