import { Type, type Static } from 'typebox'
import { DeviceName } from '#core/identity/device-name.ts'
import { rowIdSchema } from '#core/identity/row-id-schema.ts'
import { uuidSchema } from '#core/identity/uuid-schema.ts'

/** More tills than any shop waits for at once. */
const TILLS_MAX = 200

const tills = Type.Array(DeviceName, { minItems: 1, maxItems: TILLS_MAX })

/** `up/request/release_tills`: refunds need not wait for these, says somebody with `refund_beyond_policy`. */
export const releaseTillsRequestSchema = Type.Object({ requestId: uuidSchema, tills, authorisedBy: rowIdSchema })

/** The answer: those that refunds waited for until now. */
export const releasedTillsSchema = Type.Object({ released: Type.Array(DeviceName, { maxItems: TILLS_MAX }) })
export type ReleasedTills = Static<typeof releasedTillsSchema>
