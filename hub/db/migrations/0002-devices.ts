import type { Migration } from '#hub/db/migrate.ts'

export const devices: Migration = {
  name: '0002-devices',
  sql: `
    -- Each enrolment there ever was: numbers and generations are never used again.
    CREATE TABLE devices (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      -- 1 for the first device of that name, one more for each that replaced it.
      generation INTEGER NOT NULL CHECK (generation >= 1),
      device_number INTEGER NOT NULL UNIQUE CHECK (device_number BETWEEN 1 AND 8999),
      -- SHA-256 of the public key; null once revoked, so that the key opens nothing any more.
      pin TEXT UNIQUE,
      enrolled_at TEXT NOT NULL,
      revoked_at TEXT,
      UNIQUE (name, generation),
      CHECK ((pin IS NULL) = (revoked_at IS NOT NULL))
    ) STRICT, WITHOUT ROWID;

    -- What a device last said of itself. No fact: the next message replaces it.
    CREATE TABLE device_states (
      device_id TEXT PRIMARY KEY REFERENCES devices (id),
      is_online INTEGER NOT NULL CHECK (is_online IN (0, 1)),
      seen_at TEXT NOT NULL,
      software_version TEXT NOT NULL,
      catalogue_revision INTEGER NOT NULL,
      unsent_count INTEGER NOT NULL,
      state TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE device_tokens (
      id TEXT PRIMARY KEY,
      device_name TEXT NOT NULL,
      -- The token under the hub's key; null once it is used.
      sealed TEXT,
      made_at TEXT NOT NULL,
      expires_at_ms INTEGER NOT NULL,
      made_by INTEGER,
      -- The device that used it, and what it was answered, so that a lost answer can be given again.
      device_id TEXT REFERENCES devices (id),
      hub_proof TEXT,
      CHECK ((sealed IS NULL) = (device_id IS NOT NULL)),
      CHECK ((device_id IS NULL) = (hub_proof IS NULL))
    ) STRICT, WITHOUT ROWID;
  `,
}
