import type { Role } from '#core/staff/operator.ts'

/** The hub's tables as Kysely sees them; the migrations make them. Truth is 0 or 1, times are as the column's name says. */
export interface Tables {
  users: {
    id: number
    email: string
    full_name: string | null
    role: Role
    is_active: number
    created_at: string
  }
  user_passwords: { user_id: number; password_hash: string; changed_at: string }
  idempotency_keys: {
    key_hash: string
    request_hash: string
    status: number
    answer: string
    created_at_ms: number
  }
  hub_facts: { name: string; value: string }
}
