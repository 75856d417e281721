import type { Migration } from '#hub/db/migrate.ts'

export const saleCoupons: Migration = {
  name: '0010-sale-coupons',
  sql: `
    -- The part of order_discount_minor that coupons took off, and the first coupon's code.
    ALTER TABLE sales ADD COLUMN coupon_discount_minor INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sales ADD COLUMN coupon_code TEXT;
  `,
}
