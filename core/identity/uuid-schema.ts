import { Type } from 'typebox'

/** A UUID as it is written (RFC 9562): of a sale, a refund, a shift, a reservation, a device, a stream. */
export const uuidSchema = Type.String({ pattern: '^[0-9a-f-]{36}$' })
