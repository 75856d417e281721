import type { Migration } from '#hub/db/migrate.ts'

export const shop: Migration = {
  name: '0005-shop',
  sql: `
    CREATE TABLE tax_groups (
      id INTEGER PRIMARY KEY,
      is_inclusive INTEGER NOT NULL CHECK (is_inclusive IN (0, 1)),
      -- The sum of its rates, as the API shows it.
      rate_ppm INTEGER NOT NULL,
      rate_count INTEGER NOT NULL,
      row TEXT NOT NULL
    ) STRICT;

    CREATE TABLE policy (id INTEGER PRIMARY KEY CHECK (id = 1), row TEXT NOT NULL) STRICT;

    CREATE TABLE departments (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      description TEXT,
      parent_id INTEGER,
      tax_group_id INTEGER NOT NULL,
      is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
      -- Removed ones keep their number, which is never used again.
      is_removed INTEGER NOT NULL DEFAULT 0 CHECK (is_removed IN (0, 1))
    ) STRICT;

    CREATE TABLE products (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      sku TEXT UNIQUE,
      -- The first of its codes: what the API calls the barcode.
      barcode TEXT,
      description TEXT,
      price_minor INTEGER NOT NULL,
      price_unit TEXT NOT NULL CHECK (price_unit IN ('piece', 'kilogram')),
      cost_minor INTEGER,
      minimum_quantity INTEGER NOT NULL,
      department_id INTEGER,
      tax_group_id INTEGER NOT NULL,
      image_url TEXT,
      is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
      is_removed INTEGER NOT NULL DEFAULT 0 CHECK (is_removed IN (0, 1)),
      updated_at TEXT NOT NULL,
      -- The row as tills have it.
      row TEXT NOT NULL
    ) STRICT;
    CREATE INDEX products_by_name ON products (name, id) WHERE is_removed = 0;
    CREATE INDEX products_by_department ON products (department_id) WHERE is_removed = 0;

    CREATE TABLE product_barcodes (
      code TEXT PRIMARY KEY,
      product_id INTEGER NOT NULL REFERENCES products (id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX product_barcodes_by_product ON product_barcodes (product_id);

    CREATE TABLE customers (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      email TEXT,
      phone TEXT,
      address TEXT,
      notes TEXT,
      loyalty_points INTEGER NOT NULL,
      is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
      created_at TEXT NOT NULL,
      updated_at TEXT
    ) STRICT;
    CREATE INDEX customers_by_phone ON customers (phone);

    CREATE TABLE stock_movements (
      number INTEGER PRIMARY KEY,
      product_id INTEGER NOT NULL,
      change INTEGER NOT NULL,
      reason TEXT NOT NULL,
      at TEXT NOT NULL,
      sale_id INTEGER,
      entry_number INTEGER NOT NULL REFERENCES entries (number)
    ) STRICT;
    -- Of sales there are too many to keep by product: each would touch a page of its own. Their sums by day are in product_days.
    CREATE INDEX stock_movements_by_product ON stock_movements (product_id, number) WHERE sale_id IS NULL;

    -- The sum of the movements, in pieces or grams as the product is sold.
    CREATE TABLE stock_levels (
      product_id INTEGER PRIMARY KEY,
      level INTEGER NOT NULL,
      updated_at TEXT NOT NULL
    ) STRICT;
  `,
}
