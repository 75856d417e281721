import type { Migration } from '#hub/db/migrate.ts'

export const identity: Migration = {
  name: '0001-identity',
  sql: `
    -- A projection of operator_saved: who works here, at a till, at the API, or both.
    CREATE TABLE users (
      id INTEGER PRIMARY KEY,
      operator_number INTEGER NOT NULL UNIQUE,
      name TEXT NOT NULL,
      email TEXT UNIQUE COLLATE NOCASE,
      role TEXT NOT NULL CHECK (role IN ('clerk', 'manager', 'admin')),
      pin_verifier TEXT,
      is_active INTEGER NOT NULL CHECK (is_active IN (0, 1))
    ) STRICT;

    -- Never in the journal: a hash does not leave this table.
    CREATE TABLE user_passwords (
      user_id INTEGER PRIMARY KEY REFERENCES users (id),
      password_hash TEXT NOT NULL,
      changed_at TEXT NOT NULL
    ) STRICT;

    -- Answers to requests that carried an Idempotency-Key, kept seven days.
    CREATE TABLE idempotency_keys (
      key_hash TEXT PRIMARY KEY,
      request_hash TEXT NOT NULL,
      status INTEGER NOT NULL,
      answer TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at_ms);

    CREATE TABLE hub_facts (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
}
