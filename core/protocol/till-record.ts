import { Type, type Static } from 'typebox'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { streamIdSchema } from '#core/journal/entry.ts'
import { STATUS_HEADS_MAX } from '#core/journal/replication.ts'
import { grandTotalSchema } from '#core/shift/shift-report.ts'
import { shiftSchema, shiftTotalsSchema } from '#core/shift/shift.ts'

const highest = Type.Integer({ minimum: 0, maximum: 999_999_999 })

/** `up/request/till_record`: what the hub holds of the till that asks; `isWhole` for all that a till is rebuilt from. */
export const tillRecordRequestSchema = Type.Object({ requestId: uuidSchema, isWhole: Type.Boolean() })

/** What a till whose own file is gone goes on from. */
const tillStandingSchema = Type.Object({
  /** The highest numbers given out, 0 before the first. */
  receiptNumber: highest,
  refundNumber: highest,
  invoiceNumber: highest,
  xReportNumber: highest,
  zReportNumber: highest,
  /** The perpetual total of the last Z report; before the first, what was sold before the open shift. */
  grandTotal: grandTotalSchema,
  /** The shift that was opened and not closed, with what it took so far. */
  shift: Type.Union([Type.Object({ shift: shiftSchema, totals: shiftTotalsSchema }), Type.Null()]),
})
export type TillStanding = Static<typeof tillStandingSchema>

/** The answer to `till_record`. */
export const tillRecordSchema = Type.Object({
  /** How far the newest streams of this till are stored at the hub, oldest first. */
  streams: Type.Array(Type.Object({ stream: streamIdSchema, last: Type.Integer({ minimum: 0 }) }), {
    maxItems: STATUS_HEADS_MAX,
  }),
  standing: Type.Optional(tillStandingSchema),
})
export type TillRecord = Static<typeof tillRecordSchema>
