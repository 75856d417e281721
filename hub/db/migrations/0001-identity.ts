import type { Migration } from '#hub/db/migrate.ts'

export const identity: Migration = {
  name: '0001-identity',
  sql: `
    CREATE TABLE users (
      id INTEGER PRIMARY KEY,
      email TEXT NOT NULL UNIQUE COLLATE NOCASE,
      full_name TEXT,
      role TEXT NOT NULL CHECK (role IN ('clerk', 'manager', 'admin')),
      is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
      created_at TEXT NOT NULL
    ) STRICT;

    -- Apart from the row that the journal carries: a hash never leaves this table.
    CREATE TABLE user_passwords (
      user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
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
