import { Duplex } from 'node:stream'
import { PacketGuard, type PacketFault } from '#hub/broker/packet-guard.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'

/** A device's connection as the broker sees it: nothing passes that the packet guard has not measured. */
export class GuardedStream extends Duplex {
  readonly device: EnrolledDevice
  readonly guard = new PacketGuard()
  readonly #socket: Duplex

  constructor(socket: Duplex, device: EnrolledDevice, onFault: (fault: PacketFault) => void) {
    super({ allowHalfOpen: false })
    this.#socket = socket
    this.device = device
    socket.on('data', (chunk: Buffer) => {
      const fault = this.guard.check(chunk)
      if (fault === undefined) {
        if (!this.push(chunk)) socket.pause()
      } else {
        onFault(fault)
        this.destroy()
      }
    })
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}
