import type { Clock } from '#core/ports/clock.ts'
import type { NewId } from '#core/ports/new-id.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { Signer } from '#core/ports/signature.ts'

/** Who this till is, as its enrolment has it. */
export interface TillIdentity {
  readonly deviceId: string
  readonly deviceName: string
  readonly deviceNumber: number
  readonly receiptPrefix: string
}

/** What the store takes from the world. */
export interface StorePorts {
  readonly clock: Clock
  readonly newId: NewId
  readonly sha256: Sha256
  /** The device's own key: it vouches for the journal. */
  readonly signer: Signer
}

/** An instant as the journal writes it. */
export const isoTime = (clock: Clock): string => new Date(clock.nowMs()).toISOString()
