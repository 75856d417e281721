import { Type, type Static } from 'typebox'

/** The classes of device that a till may have, named after those of UnifiedPOS. */
export const DeviceKind = Type.Enum(['scanner', 'scale', 'printer', 'cash-drawer', 'line-display', 'payment-terminal'])
export type DeviceKind = Static<typeof DeviceKind>

/** What a device is doing; UnifiedPOS has idle, busy, error and closed, `searching` is ours: gone, being looked for. */
const DeviceState = Type.Enum(['closed', 'searching', 'idle', 'busy', 'error'])

/** Whether a device has power, as far as its wire tells. */
const PowerState = Type.Enum(['unknown', 'online', 'off', 'offline'])

/** How one device fares; `attention` is a plain sentence for the staff and is absent when nothing is to be done. */
export const DeviceHealth = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 40 }),
  kind: DeviceKind,
  state: DeviceState,
  power: PowerState,
  since: Type.String({ maxLength: 40 }),
  reconnects: Type.Integer({ minimum: 0 }),
  attention: Type.Optional(Type.String({ maxLength: 200 })),
})
export type DeviceHealth = Static<typeof DeviceHealth>
