import type { HmacSha256 } from '#core/ports/hmac-sha256.ts'

/** The two ends of an enrolment, and the keys that each saw in the TLS handshake. */
export interface EnrolmentEnds {
  readonly hubPin: string
  readonly devicePin: string
}

/**
 * Proves that `role` holds the token, without sending it: HMAC-SHA256(token, role ‖ hub's key ‖ device's key). Both keys
 * stand in it as pins, so a go-between that shows a key of its own gets a proof that fits nobody. Either role's proof
 * is worthless for the other.
 */
export const enrolmentProof = (
  role: 'hub' | 'device',
  token: Uint8Array,
  ends: EnrolmentEnds,
  hmacSha256: HmacSha256,
): string => hmacSha256(token, `vendly enrolment proof\n${role}\n${ends.hubPin}\n${ends.devicePin}`)
