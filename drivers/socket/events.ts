import { Type, type Static } from 'typebox'
import { DeviceHealth } from '#drivers/socket/device-health.ts'
import { PrintResult } from '#drivers/socket/methods.ts'
import { PanelState } from '#drivers/socket/panel-messages.ts'

const At = Type.String({ maxLength: 40 })
const Device = Type.String({ minLength: 1, maxLength: 40 })

/** One barcode that was read: printable ASCII, and GS (0x1D) where the AIM identifier says GS1. Data, never a command. */
const Scan = Type.Object({
  event: Type.Literal('scan'),
  at: At,
  device: Device,
  /** ISO/IEC 15424 symbology identifier, such as `]E0`; absent when the scanner sends none. */
  aim: Type.Optional(Type.String({ pattern: '^\\][A-Za-z][0-9a-zA-Z]$' })),
  text: Type.String({ minLength: 1, maxLength: 512 }),
})

/** A scan that was thrown away, with the reason and how many went that way since the process started. */
export const ScanRejected = Type.Object({
  event: Type.Literal('scan_rejected'),
  at: At,
  device: Device,
  reason: Type.Enum(['too_long', 'bad_characters', 'too_fast', 'empty']),
  count: Type.Integer({ minimum: 1 }),
})
export type ScanRejected = Static<typeof ScanRejected>

/** Everything that the devices process tells without being asked. */
export const DeviceEvent = Type.Union([
  Scan,
  ScanRejected,
  Type.Object({ event: Type.Literal('health'), device: DeviceHealth }),
  Type.Object({ event: Type.Literal('drawer'), at: At, device: Device, isOpen: Type.Boolean() }),
  /** A job that was unconfirmed came to its end. */
  Type.Object({ event: Type.Literal('printed'), jobId: Type.String({ maxLength: 64 }), result: PrintResult }),
  Type.Object({ event: Type.Literal('panel'), state: PanelState }),
])
export type DeviceEvent = Static<typeof DeviceEvent>
