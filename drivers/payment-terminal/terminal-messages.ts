import { Type, type Static } from 'typebox'
import { Check } from 'typebox/value'
import type { Params } from '#drivers/socket/methods.ts'

const intentId = Type.String({ minLength: 1, maxLength: 64 })

/** What the terminal sends; see README.md. */
export const TerminalMessage = Type.Union([
  Type.Object({ type: Type.Literal('busy'), intentId }),
  Type.Object({
    type: Type.Literal('outcome'),
    intentId,
    outcome: Type.Literal('approved'),
    approvalCode: Type.String({ maxLength: 12 }),
    scheme: Type.String({ maxLength: 20 }),
    last4: Type.String({ pattern: '^[0-9]{4}$' }),
  }),
  Type.Object({
    type: Type.Literal('outcome'),
    intentId,
    outcome: Type.Literal('declined'),
    reason: Type.String({ maxLength: 60 }),
  }),
  Type.Object({ type: Type.Literal('outcome'), intentId, outcome: Type.Enum(['pending', 'not_found']) }),
])
export type TerminalMessage = Static<typeof TerminalMessage>

/** What the till sends. */
export type TillMessage =
  | ({ readonly type: 'charge' } & Readonly<Params<'terminal.charge'>>)
  | { readonly type: 'lookup' | 'cancel'; readonly intentId: string }

/** A message as a frame. */
export function encodeTillMessage(message: TillMessage): Uint8Array {
  const json = Buffer.from(JSON.stringify(message), 'utf8')
  return Buffer.concat([Uint8Array.of(json.length >> 8, json.length & 0xff), json])
}

/** A frame as a message; `undefined` for what is none. */
export function decodeTerminalMessage(frame: Uint8Array): TerminalMessage | undefined {
  try {
    const message: unknown = JSON.parse(Buffer.from(frame).toString('utf8'))
    return Check(TerminalMessage, message) ? message : undefined
  } catch {
    return undefined
  }
}
