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
  }
  device_states: {
    device_id: string
    is_online: number
    seen_at: string
    software_version: string
    catalogue_revision: number
    unsent_count: number
    state: string
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
}
