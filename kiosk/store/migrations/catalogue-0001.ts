import type { Migration } from '#kiosk/store/migrate.ts'

export const catalogue: Migration = {
  name: 'catalogue-0001',
  sql: `
    CREATE TABLE head (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      revision INTEGER NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    INSERT INTO head (id, revision, hash) VALUES (1, 0, '${'0'.repeat(64)}');

    CREATE TABLE products (
      id INTEGER PRIMARY KEY,
      -- Where it stands in search: 64 places for each rank of popularity, so that a few ties fit side by side.
      place INTEGER NOT NULL UNIQUE,
      name TEXT NOT NULL,
      sku TEXT,
      barcodes TEXT NOT NULL,
      price_minor INTEGER NOT NULL,
      price_unit TEXT NOT NULL CHECK (price_unit IN ('piece', 'kilogram')),
      department_id INTEGER,
      tax_group_id INTEGER NOT NULL,
      age_limit_years INTEGER,
      popularity_rank INTEGER NOT NULL,
      is_active INTEGER NOT NULL CHECK (is_active IN (0, 1))
    ) STRICT;

    -- GTINs as numbers, and all other codes of at most 15 digits.
    CREATE TABLE gtins (
      gtin INTEGER PRIMARY KEY,
      product_id INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE codes (
      code TEXT PRIMARY KEY,
      product_id INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Each length of prefix that people type has an index of its own: a longer one (7 letters and more) fits so few words
    -- that they are read together. With '2 3' alone, four letters took 10 times as long.
    -- Holds no text: rows are taken out by giving the old text again. Vowel signs belong to words (Mn, Mc): without
    -- them Indic words fall apart into letters.
    CREATE VIRTUAL TABLE product_search USING fts5 (
      words,
      content = '',
      detail = none,
      columnsize = 0,
      prefix = '2 3 4 5 6',
      tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    );

    CREATE TABLE departments (id INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT;
    CREATE TABLE tax_groups (id INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT;
    CREATE TABLE operators (id INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT;
    CREATE TABLE policy (id INTEGER PRIMARY KEY CHECK (id = 1), row TEXT NOT NULL) STRICT;

    CREATE TABLE stock_levels (
      product_id INTEGER PRIMARY KEY,
      level INTEGER NOT NULL
    ) STRICT;
  `,
}
