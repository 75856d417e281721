import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  closed,
  connectMqtt,
  connectRaw,
  knownDevices,
  startBroker,
  type BrokerUnderTest,
} from '#tests/hub/broker/broker-fixture.ts'

const [device] = knownDevices()
let hub: BrokerUnderTest

beforeAll(async () => {
  hub = await startBroker([device])
})

afterAll(async () => hub.close())

// MQTT 3.1.1, section 3.1: protocol MQTT, level 4, clean session, keep-alive of 30 s, and the client's id.
const { id } = device.device
const connectPacket = Buffer.concat([
  Buffer.from([0x10, 12 + id.length, 0, 4]),
  Buffer.from('MQTT'),
  Buffer.from([4, 2, 0, 30, 0, id.length]),
  Buffer.from(id),
])

// Bytes that begin like packets: a type, a length that may lie, and anything.
const packetLike = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 300 }))
  .map(([type, length, rest]) => Buffer.from([type, length, ...rest]))

const bytes = fc.oneof(
  packetLike,
  fc.uint8Array({ maxLength: 500 }).map((random) => Buffer.from(random)),
)

describe('a device that sends anything', () => {
  it('ends its own connection at most, before CONNECT and after', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(bytes, { minLength: 1, maxLength: 5 }), async (isConnected, parts) => {
        const socket = connectRaw(device.identity, hub.broker.port)
        const gone = closed(socket)
        await new Promise((resolve) => void socket.once('secureConnect', resolve))
        socket.resume()
        if (isConnected) socket.write(connectPacket)
        for (const part of parts) socket.write(part)
        socket.end()
        await gone
      }),
      { numRuns: 150 },
    )
    const client = await connectMqtt(device, hub.broker.port)
    await client.publishAsync(`vendly/v1/main/${device.device.id}/up/state`, 'still here', { qos: 1 })
    expect(hub.received.at(-1)).toMatchObject({ text: 'still here' })
    client.end(true)
  }, 30_000)
})
