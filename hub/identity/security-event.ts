import type { Role } from '#core/staff/operator.ts'

/** What security people watch for; audit types and counters of the same name. */
type SecurityEvent =
  | 'LOGIN_SUCCESS'
  | 'LOGIN_FAILED'
  | 'INVALID_API_KEY'
  | 'RATE_LIMIT_EXCEEDED'
  | 'UNAUTHORIZED_ACCESS'
  | 'PAYMENT_FAILED'
  | 'DATA_EXPORT_REQUESTED'
  | 'ADMIN_ACTION'

/** Who it was about, as far as that is known, and what in a few words without personal data. */
interface SecurityEventDetails {
  readonly userId: number | null
  readonly role: Role | null
  readonly detail: string
}

/** Counts the event and writes it into the hub's journal. */
export type RecordSecurityEvent = (event: SecurityEvent, details: SecurityEventDetails) => Promise<void>
