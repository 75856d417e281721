import type { Generated } from 'kysely'
import type { CatalogueRow } from '#core/catalogue/change-set.ts'
import type { Role } from '#core/staff/operator.ts'

/** The hub's tables as Kysely sees them; the migrations make them. Truth is 0 or 1, times are as the column's name says. */
export interface Tables {
  users: {
    id: number
    operator_number: number
    name: string
    email: string | null
    role: Role
    pin_verifier: string | null
    is_active: number
    grants: Generated<string>
    denials: Generated<string>
  }
  user_passwords: { user_id: number; password_hash: string; changed_at: string }
  idempotency_keys: {
    key_hash: string
    request_hash: string
    status: number
    answer: string
    created_at_ms: number
  }
  devices: {
    id: string
    name: string
    generation: number
    device_number: number
    pin: string | null
    enrolled_at: string
    revoked_at: string | null
    previous_pin: Generated<string | null>
  }
  device_states: {
    device_id: string
    is_online: number
    seen_at: string
    software_version: string
    catalogue_revision: number
    unsent_count: number
    state: string
    has_reported: Generated<number>
  }
  device_tokens: {
    id: string
    device_name: string
    sealed: string | null
    made_at: string
    expires_at_ms: number
    made_by: number | null
    device_id: string | null
    hub_proof: string | null
  }
  feed_rows: { table_name: CatalogueRow['table']; row_id: number; row: string }
  feed_changes: { revision: number; previous_hash: string; hash: string; signature: string; rows: string }
  hub_facts: { name: string; value: string }
  streams: {
    number: Generated<number>
    stream: string
    device_id: string
    device_number: number
    last_seq: number
    last_hash: string
    quarantined_why: string | null
    anchored_seq: number | null
    anchored_hash: string | null
    anchored_at: string | null
  }
  told_heads: { device_id: string; stream: string; seq: number }
  hold_releases: { device_id: string; released_at: string; released_by: number; is_open: Generated<number> }
  device_keys: { key_id: string; device_id: string; since: string }
  journal_forks: {
    stream: string
    device_id: string
    found_at: string
    resumed_stream: string | null
    resumed_seq: number | null
    held_stream: string
    held_seq: number
    lost_count: number
  }
  entries: {
    number: Generated<number>
    stream_number: number
    seq: number
    id: string
    type: string
    at: string
    business_date: string | null
    actor_id: number | null
    hash: string
    text: string
    private: string | null
  }
  quarantined_entries: {
    number: Generated<number>
    device_id: string
    stream: string
    seq: number
    hash: string
    why: string
    entry: string
    received_at: string
  }
  entries_not_applied: { entry_number: number; why: string; since: string; tried_by: string }
  erasures: { number: Generated<number>; stream: string; seq: number }
  refunds_waiting: { entry_number: number; sale_uuid: string }
  exceptions: {
    number: Generated<number>
    kind: string
    at: string
    entry_number: number | null
    detail: string
  }
  tax_groups: {
    id: number
    is_inclusive: number
    rate_ppm: number
    rate_count: number
    row: string
  }
  policy: {
    id: number
    row: string
  }
  departments: {
    id: number
    name: string
    description: string | null
    parent_id: number | null
    tax_group_id: number
    is_active: number
    is_removed: Generated<number>
  }
  products: {
    id: number
    name: string
    sku: string | null
    barcode: string | null
    description: string | null
    price_minor: number
    price_unit: string
    cost_minor: number | null
    minimum_quantity: number
    department_id: number | null
    tax_group_id: number
    image_url: string | null
    is_active: number
    is_removed: Generated<number>
    updated_at: string
    row: string
  }
  product_barcodes: {
    code: string
    product_id: number
  }
  customers: {
    id: number
    name: string
    email: string | null
    phone: string | null
    address: string | null
    notes: string | null
    loyalty_points: number
    is_active: number
    created_at: string
    updated_at: string | null
    phone_digits: string | null
    group_ids: Generated<string>
    exemption: string | null
    account_limit_minor: number | null
    card_number: string | null
  }
  promotions: { id: number; is_active: number; row: string }
  coupons: { id: number; code: string; row: string; created_at: string; updated_at: string | null }
  customer_groups: { id: number; row: string }
  held_baskets: {
    held_basket_id: string
    device_id: string
    till_name: string
    operator_name: string
    held_at: string
    line_count: number
    total_minor: number
    basket: string
    taken_by: string | null
  }
  stock_movements: {
    number: Generated<number>
    product_id: number
    change: number
    reason: string
    at: string
    sale_id: number | null
    entry_number: number
  }
  stock_levels: {
    product_id: number
    level: number
    updated_at: string
  }
  sales: {
    id: number
    sale_uuid: string
    receipt_label: string
    device_number: number
    shift_id: string | null
    operator_id: number
    customer_id: number | null
    completed_at: string
    business_date: string
    subtotal_minor: number
    discount_minor: number
    order_discount_minor: number
    tax_minor: number
    total_minor: number
    item_count: number
    payment_method: string
    payment_reference: string | null
    status: string
    notes: string | null
    entry_number: number
    coupon_discount_minor: number
    coupon_code: string | null
  }
  sale_lines: {
    id: number
    sale_id: number
    product_id: number | null
    name: string
    piece_count: number
    weight_grams: number | null
    unit_price_minor: number
    asked_minor: number
    discount_minor: number
    order_discount_minor: number
    net_minor: number
    gross_minor: number
  }
  sale_tenders: {
    sale_id: number
    position: number
    method: string
    amount_minor: number
    reference: string | null
    card_last4: string | null
  }
  reservations: {
    id: string
    kind: 'refund' | 'coupon' | 'points' | 'account' | 'none'
    state: 'open' | 'used' | 'released'
    subject_id: number
    claimed: number
    device_id: string | null
    made_by: number | null
    made_at: string
    released_by: number | null
    claim: string
    answer: string
    plan: string | null
  }
  refunds: {
    id: Generated<number>
    refund_uuid: string
    refund_label: string
    refund_number: number
    kind: 'refund' | 'return' | 'void'
    sale_id: number | null
    device_number: number
    operator_id: number
    employee_id: string | null
    customer_id: number | null
    completed_at: string
    business_date: string
    tax_minor: number
    total_minor: number
    entry_number: number
  }
  customer_balances: { customer_id: number; points: number; owed_minor: number }
  coupon_uses: { coupon_id: number; uses: number }
  cash_movements: {
    movement_id: string
    device_number: number
    shift_id: string
    business_date: string
    at: string
    kind: string
    amount_minor: number
    reason: string
    operator_id: number
    authorised_by: number | null
    entry_number: number
  }
  shift_reports: {
    report_id: string
    device_number: number
    kind: string
    report_number: number
    shift_id: string
    at: string
    report: string
    entry_number: number
  }
  shifts: {
    shift_id: string
    device_number: number
    business_date: string
    opened_at: string
    opened_by: number
    float_minor: number
    closed_at: string | null
    expected_cash_minor: number | null
    counted_cash_minor: number | null
    difference_minor: number | null
    totals: string | null
  }
  day_totals: {
    business_date: string
    device_number: number
    sale_count: number
    item_count: number
    discount_minor: number
    tax_minor: number
    total_minor: number
    void_count: number
    void_minor: number
    refund_count: number
    refund_minor: number
    return_count: number
    return_minor: number
  }
  day_taxes: {
    business_date: string
    rate_id: number
    rate_ppm: number
    name: string
    net_minor: number
    tax_minor: number
  }
  day_refunds: {
    business_date: string
    kind: string
    reason: string
    operator_id: number
    employee_id: string
    refund_count: number
    amount_minor: number
  }
  day_tenders: {
    business_date: string
    method: string
    tender_count: number
    amount_minor: number
  }
  product_days: {
    business_date: string
    product_id: number
    quantity: number
    weight_grams: number
    gross_minor: number
  }
  product_months: {
    month: string
    product_id: number
    quantity: number
    weight_grams: number
    gross_minor: number
  }
}
