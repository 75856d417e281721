import { Type, type Static } from 'typebox'
import { publicKeySchema, signatureSchema } from '#core/journal/anchor.ts'

/** What a device sends to `POST /rekey`, over a connection that its old key opened: the key that takes its place. */
export const rekeyRequestSchema = Type.Object(
  {
    publicKey: publicKeySchema,
    /** By the new key, over `rekeyText`: nobody gets a key into the record that they do not hold. */
    signature: signatureSchema,
  },
  { additionalProperties: false },
)
export type RekeyRequest = Static<typeof rekeyRequestSchema>

/** What the new key signs; keys stand in it as pins. */
export const rekeyText = (deviceId: string, newPin: string): string => `vendly rekey 1\n${deviceId}\n${newPin}`
