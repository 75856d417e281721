/** Why a wire ended: closed by us, gone at the other end, or broken. */
export interface TransportEnd {
  readonly reason: 'local' | 'unplugged' | 'error'
  readonly error?: Error
}

/** One open wire to one device: bytes in, bytes out, until it ends once and for all. */
export interface Transport {
  /** Resolves when the other side took the bytes (or the kernel did, on TCP); rejects with a `DeviceError` on loss. */
  readonly write: (bytes: Uint8Array) => Promise<void>
  /** What arrives, in order; ends when the wire ends, and never throws. */
  readonly readable: AsyncIterable<Uint8Array>
  readonly close: () => Promise<void>
  readonly ended: Promise<TransportEnd>
}

/** Where a device is reached: opens one wire after another as the device comes and goes. */
export interface TransportFactory {
  /** For logs and messages: `tcp://192.168.1.87:9100`. */
  readonly id: string
  /** Rejects with a `DeviceError` (`NoHardware`, `Offline`, `Timeout`). */
  readonly open: (signal: AbortSignal) => Promise<Transport>
  /** Calls the listener when the device may have come back (hot-plug); absent where nothing tells. */
  readonly onArrival?: (listener: () => void) => () => void
}
