import { Type, type Static } from 'typebox'
import { DeviceHealth } from '#drivers/socket/device-health.ts'
import { panelMethods } from '#drivers/socket/panel-messages.ts'
import { PrintDocument } from '#drivers/socket/print-document.ts'

const Nothing = Type.Object({})
const IntentId = Type.String({ minLength: 1, maxLength: 64 })

/**
 * A weight exactly as the scale shows it: `coefficient` × 10^`exponent` of `unit`; `weightGrams` is the same in whole
 * grams (trade scales step by one gram or more). Only a `stable` weight may be priced.
 */
export const Weight = Type.Object({
  coefficient: Type.Integer(),
  exponent: Type.Integer({ minimum: -6, maximum: 3 }),
  unit: Type.Enum(['kg', 'g']),
  weightGrams: Type.Integer(),
  state: Type.Enum(['stable', 'zero', 'motion']),
  at: Type.String({ maxLength: 40 }),
})
export type Weight = Static<typeof Weight>

/**
 * What became of a print job. `confirmed`: the printer said that it is on paper. `refused`: not one byte was sent.
 * `unconfirmed`: nobody knows; the printer may still finish it by itself, so it must never be sent again unasked.
 */
export const PrintResult = Type.Object({
  outcome: Type.Enum(['confirmed', 'unconfirmed', 'refused']),
  cause: Type.Optional(Type.Enum(['cover_open', 'paper_out', 'offline', 'timeout', 'failure', 'busy'])),
})
export type PrintResult = Static<typeof PrintResult>

/** What the card terminal answered; `unknown` means that the reply was lost: look it up, never charge again. */
export const ChargeResult = Type.Union([
  Type.Object({
    outcome: Type.Literal('approved'),
    approvalCode: Type.String({ maxLength: 12 }),
    scheme: Type.String({ maxLength: 20 }),
    last4: Type.String({ pattern: '^[0-9]{4}$' }),
  }),
  Type.Object({ outcome: Type.Literal('declined'), reason: Type.String({ maxLength: 60 }) }),
  Type.Object({ outcome: Type.Literal('unknown') }),
])
export type ChargeResult = Static<typeof ChargeResult>

/** What the card terminal knows of an intent; `not_found` means that it was never charged. */
export const LookupResult = Type.Union([ChargeResult, Type.Object({ outcome: Type.Literal('not_found') })])
export type LookupResult = Static<typeof LookupResult>

/** Every request that the devices process serves, with the shapes of what goes in and what comes back. */
export const methods = {
  health: { params: Nothing, result: Type.Object({ devices: Type.Array(DeviceHealth, { maxItems: 32 }) }) },
  'scale.read': {
    params: Type.Object({
      /** Wait for a weight at rest, above zero. */
      stable: Type.Boolean(),
      timeoutMs: Type.Integer({ minimum: 100, maximum: 60_000 }),
    }),
    result: Weight,
  },
  'printer.print': {
    params: Type.Object({
      jobId: Type.String({ minLength: 1, maxLength: 64 }),
      kind: Type.Enum(['receipt', 'report', 'slip', 'test']),
      document: PrintDocument,
    }),
    result: PrintResult,
  },
  /** Asks again after an unconfirmed job, without sending it again: `confirmed` when the printer has finished it. */
  'printer.outcome': {
    params: Type.Object({ jobId: Type.String({ minLength: 1, maxLength: 64 }) }),
    result: PrintResult,
  },
  'drawer.open': { params: Type.Object({ reason: Type.Enum(['sale', 'no_sale', 'shift']) }), result: Nothing },
  'display.show': {
    params: Type.Object({ upper: Type.String({ maxLength: 80 }), lower: Type.String({ maxLength: 80 }) }),
    result: Nothing,
  },
  'terminal.charge': {
    params: Type.Object({
      intentId: IntentId,
      amountMinor: Type.Integer({ minimum: 1, maximum: 99_999_999_999 }),
      currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    }),
    result: ChargeResult,
  },
  'terminal.lookup': { params: Type.Object({ intentId: IntentId }), result: LookupResult },
  'terminal.cancel': { params: Type.Object({ intentId: IntentId }), result: Nothing },
  ...panelMethods,
} as const

/** The name of a request. */
export type MethodName = keyof typeof methods
/** What a request needs. */
export type Params<Name extends MethodName> = Static<(typeof methods)[Name]['params']>
/** What a request gives. */
export type Result<Name extends MethodName> = Static<(typeof methods)[Name]['result']>
