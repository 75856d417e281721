import { Type, type Static } from 'typebox'
import { DeviceName } from '#core/identity/device-name.ts'

const Proof = Type.String({ format: 'hex', pattern: '^[0-9a-f]{64}$' })

/** What a device sends to `POST /enrol`; its public key is the one of the TLS handshake. */
export const EnrolmentRequest = Type.Object(
  { tokenId: Type.String({ format: 'hex', pattern: '^[0-9a-f]{32}$' }), proof: Proof },
  { additionalProperties: false },
)
export type EnrolmentRequest = Static<typeof EnrolmentRequest>

/** What the hub answers: who the device is from now on, and the proof that the hub holds the token too. */
export const EnrolmentAnswer = Type.Object(
  {
    proof: Proof,
    store: Type.String({ pattern: '^[a-z0-9-]{1,32}$' }),
    deviceId: Type.String({ format: 'uuid' }),
    /** 1 to 8999, never used again: the high part of every integer id that the device gives. */
    deviceNumber: Type.Integer({ minimum: 1, maximum: 8999 }),
    name: DeviceName,
    receiptPrefix: Type.String({ pattern: '^[A-Z][A-Z0-9]{0,11}$' }),
    /** The Ed25519 key (SPKI, base64) under which the hub signs the catalogue. */
    feedKey: Type.String({ pattern: '^[A-Za-z0-9+/]{59}=$' }),
    mqttPort: Type.Integer({ minimum: 1, maximum: 65_535 }),
    httpsPort: Type.Integer({ minimum: 1, maximum: 65_535 }),
  },
  { additionalProperties: false },
)
export type EnrolmentAnswer = Static<typeof EnrolmentAnswer>
