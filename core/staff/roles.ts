import type { Role } from '#core/staff/operator.ts'
import { permissions, type Permission } from '#core/staff/permissions.ts'

const clerk: readonly Permission[] = [
  'process_sales',
  'process_payments',
  'refund_sales',
  'view_products',
  'apply_discounts',
  'view_customers',
  'create_customers',
  'update_customers',
  'view_sales_reports',
  'open_shift',
  'close_shift',
  'no_sale',
  'cash_drop',
  'view_inventory',
]

const manager: readonly Permission[] = [
  ...clerk,
  'void_sales',
  'create_products',
  'update_products',
  'manage_inventory',
  'manage_categories',
  'view_discounts',
  'create_discounts',
  'update_discounts',
  'delete_customers',
  'manage_loyalty',
  'view_inventory_reports',
  'view_customer_reports',
  'export_reports',
  'manage_payment_methods',
  'view_audit_log',
  'override_prices',
  'override_discount_limit',
  'paid_in_out',
  'manual_weight',
  'sell_expired',
  'return_without_receipt',
  'z_report',
  'release_device',
  'open_drawer',
  'refund_beyond_policy',
  'exempt_tax',
]

const byRole: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  clerk: new Set(clerk),
  manager: new Set(manager),
  admin: new Set(permissions),
}

/** What a role may do; each role may all that the one below it may. */
export const permissionsOf = (role: Role): ReadonlySet<Permission> => byRole[role]
