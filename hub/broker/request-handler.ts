import { Type, type Static, type TSchema } from 'typebox'
import { messageReader } from '#hub/broker/message-reader.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import type { Journal } from '#hub/ingest/journal.ts'

/** What every request has, and all that one without questions has. */
export const plainRequestSchema = Type.Object({ requestId: Type.String({ pattern: '^[0-9a-f-]{36}$' }) })

/** What answering needs of the hub. */
export interface RequestParts {
  readonly database: Pick<HubDatabase, 'read' | 'write'>
  readonly journal: Pick<Journal, 'write'>
  readonly nowIso: () => string
}

/** Answers one operation: undefined when the message does not fit its schema. A refusal is thrown as a `DomainError`. */
export type RequestHandler = (device: EnrolledDevice, payload: Uint8Array) => Promise<object> | undefined

/** Makes the handler of an operation from its schema and what is done with it. */
export const requestHandler = <S extends TSchema>(
  schema: S,
  answer: (request: Static<S>, device: EnrolledDevice) => Promise<object>,
): RequestHandler => {
  const read = messageReader(schema)
  return (device, payload) => {
    const request = read(payload)
    return request === undefined ? undefined : answer(request, device)
  }
}
