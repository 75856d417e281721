/** UnifiedPOS 1.14 result codes, by the names and numbers that point-of-sale people know. */
export const uposCodes = {
  Closed: 101,
  Claimed: 102,
  NotClaimed: 103,
  NoService: 104,
  Disabled: 105,
  Illegal: 106,
  NoHardware: 107,
  Offline: 108,
  NoExist: 109,
  Exists: 110,
  Failure: 111,
  Timeout: 112,
  Busy: 113,
  Extended: 114,
} as const

/** The name of a device fault, stable on the wire and in logs. */
export type DeviceErrorCode = keyof typeof uposCodes

/** What else is to be told about a device fault. */
export interface DeviceErrorMore {
  /** The finer reason that goes with `Extended` and others: `CoverOpen`, `PaperEmpty`, `OverWeight`, `Unanswered` … */
  readonly detail?: string
  readonly cause?: unknown
}

/** A device did not do what it was asked: the attendant or a reconnect mends it, never the program. */
export class DeviceError extends Error {
  readonly code: DeviceErrorCode
  readonly uposCode: number
  readonly device: string
  readonly detail: string | undefined

  constructor(code: DeviceErrorCode, device: string, message: string, more: DeviceErrorMore = {}) {
    super(message, { cause: more.cause })
    this.name = 'DeviceError'
    this.code = code
    this.uposCode = uposCodes[code]
    this.device = device
    this.detail = more.detail
  }
}
