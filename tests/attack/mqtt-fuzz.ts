import { connect, type TLSSocket } from 'node:tls'
import type { DeviceIdentity } from '#kiosk/link/device-identity.ts'
import { bearablePacket, lethalPacket } from '#tests/attack/hostile-packets.ts'
import { CONNACK, connectPacket, PING, PONG } from '#tests/attack/mqtt-bytes.ts'
import type { Random } from '#tests/simulation/random.ts'

/** Packets of one connection before the one that may end it. */
const PACKETS_A_CONNECTION = 100

/** A hub that answers nothing for so long has stopped serving. */
const ANSWER_WITHIN_MS = 30_000

/** A device whose owner means harm: its key is enrolled. */
export interface HostileDevice {
  readonly id: string
  readonly identity: DeviceIdentity
}

/** Where to send how much. */
export interface FuzzPlan {
  readonly mqttPort: number
  readonly device: HostileDevice
  readonly random: Random
  readonly packets: number
  readonly onProgress?: (packets: number) => void
}

/** What was sent, and what became of the connections. */
export interface FuzzCounts {
  /** Packets that the hub is known to have taken: it answered a ping after them, or closed the connection. */
  packets: number
  connections: number
  /** Connections that ended before their last, lethal packet. */
  endedEarly: number
}

/** Waits until these few bytes have come, or the socket has closed. */
const waitFor = async (socket: TLSSocket, bytes: Buffer | undefined): Promise<'came' | 'closed'> =>
  new Promise((resolve, reject) => {
    let before: Buffer = Buffer.alloc(0)
    const done = (outcome: 'came' | 'closed'): void => {
      clearTimeout(timer)
      socket.off('data', look).off('close', onClose)
      resolve(outcome)
    }
    const look = (chunk: Buffer): void => {
      if (bytes !== undefined && Buffer.concat([before, chunk]).includes(bytes)) done('came')
      before = chunk.subarray(-3)
    }
    const onClose = (): void => done('closed')
    const timer = setTimeout(
      () => reject(new Error(`The hub neither answered nor closed in ${ANSWER_WITHIN_MS} ms.`)),
      ANSWER_WITHIN_MS,
    )
    socket.on('data', look).once('close', onClose)
    if (socket.destroyed) done('closed')
  })

const open = async ({ mqttPort, device }: FuzzPlan): Promise<TLSSocket> => {
  const socket = connect({
    host: '127.0.0.1',
    port: mqttPort,
    rejectUnauthorized: false,
    key: device.identity.keyPem,
    cert: device.identity.certificatePem,
  })
  socket.on('error', () => {})
  await new Promise<void>((resolve) => void socket.once('secureConnect', resolve).once('close', resolve))
  return socket
}

const attackOnce = async (plan: FuzzPlan, counts: FuzzCounts): Promise<void> => {
  const { device, random } = plan
  const socket = await open(plan)
  counts.connections += 1
  // One in ten says something else where CONNECT is due.
  if (!random.isOneOf(0.1)) {
    const sent = Array.from({ length: PACKETS_A_CONNECTION }, () => bearablePacket(random, device.id))
    // The broker takes few packets before it has answered CONNECT.
    const accepted = waitFor(socket, CONNACK)
    socket.write(connectPacket(device.id))
    await accepted
    const answered = waitFor(socket, PONG)
    socket.write(Buffer.concat([...sent, PING]))
    if ((await answered) === 'closed') counts.endedEarly += 1
    counts.packets += sent.length + 1
  }
  const ended = waitFor(socket, undefined)
  socket.end(lethalPacket(random, device.id))
  await ended
  counts.packets += 1
  socket.destroy()
}

/** Sends packets, connection after connection, until there were as many as planned. */
export const fuzzMqtt = async (plan: FuzzPlan): Promise<FuzzCounts> => {
  const counts: FuzzCounts = { packets: 0, connections: 0, endedEarly: 0 }
  while (counts.packets < plan.packets) {
    await attackOnce(plan, counts)
    plan.onProgress?.(counts.packets)
  }
  return counts
}
