import { Type, type Static } from 'typebox'
import { DeviceEvent } from '#drivers/socket/events.ts'

/** Both ends close a connection whose other end speaks another version. */
export const PROTOCOL_VERSION = 1

/** A 500-line receipt is about 100 KiB of JSON; a longer line is refused, so that nobody fills the other's memory. */
export const LINE_BYTES_MAX = 256 * 1024

const Id = Type.Integer({ minimum: 1 })

/** One line from a client: a request. */
export const Request = Type.Object({
  id: Id,
  method: Type.String({ maxLength: 40 }),
  params: Type.Unknown(),
})
export type Request = Static<typeof Request>

/** A device fault as it travels: the fields of `DeviceError`. */
export const Fault = Type.Object({
  code: Type.String({ maxLength: 40 }),
  device: Type.String({ maxLength: 40 }),
  detail: Type.Optional(Type.String({ maxLength: 40 })),
  message: Type.String({ maxLength: 300 }),
})
export type Fault = Static<typeof Fault>

/** The first line of a connection: who speaks, and whether there is a panel. */
export const Hello = Type.Object({
  event: Type.Literal('hello'),
  protocol: Type.Integer(),
  isVirtual: Type.Boolean(),
})
export type Hello = Static<typeof Hello>

/** One line from the devices process: a result, a fault, the greeting or an event. */
export const ServerLine = Type.Union([
  Type.Object({ id: Id, result: Type.Unknown() }),
  Type.Object({ id: Id, fault: Fault }),
  Hello,
  DeviceEvent,
])
export type ServerLine = Static<typeof ServerLine>
