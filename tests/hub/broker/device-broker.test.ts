import { connect, type TLSSocket } from 'node:tls'
import type { IClientOptions, MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  closed,
  connectMqtt,
  connectRaw,
  knownDevices,
  newIdentity,
  startBroker,
  type BrokerUnderTest,
} from '#tests/hub/broker/broker-fixture.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const [one, two] = knownDevices()
const topic = (id: string, rest: string) => `vendly/v1/main/${id}/${rest}`

let hub: BrokerUnderTest
const clients: MqttClient[] = []

const join = async (more: IClientOptions = {}): Promise<MqttClient> => {
  const client = await connectMqtt(one, hub.broker.port, more)
  clients.push(client)
  return client
}

const counted = (refusal: string): number => hub.refusals.filter((name) => name === refusal).length

const isCounted = async (refusal: string): Promise<void> =>
  waitUntil(
    () => counted(refusal) > 0,
    () => `${refusal} was not counted, but ${hub.refusals.join(', ')}`,
  )

beforeEach(async () => {
  hub = await startBroker([one, two])
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true)
  await hub.close()
})

describe('who may come in', () => {
  it('an enrolled device, under its own name', async () => {
    const client = await join()
    await client.publishAsync(topic(one.device.id, 'up/state'), '{}', { qos: 1 })
    expect(hub.received).toEqual([{ deviceId: one.device.id, channel: 'state', text: '{}' }])
  })

  it.each([
    ['an unknown key', { identity: newIdentity(), device: one.device }, 'key_unknown'],
    ['no key', { identity: undefined, device: one.device }, 'key_unknown'],
    ['a device under another’s name', { identity: two.identity, device: one.device }, 'client_id_wrong'],
  ] as const)('not %s', async (_what, known, refusal) => {
    await expect(connectMqtt(known, hub.broker.port)).rejects.toThrow('closed')
    expect(counted(refusal)).toBe(1)
  })

  it.each([
    ['that wants its session kept', { clean: false }, 'session_not_clean'],
    [
      'whose last will is for another',
      { will: { topic: topic(two.device.id, 'up/state'), payload: Buffer.from(''), qos: 1 as const, retain: false } },
      'will_wrong',
    ],
    [
      'whose last will would be retained',
      { will: { topic: topic(one.device.id, 'up/state'), payload: Buffer.from(''), qos: 1 as const, retain: true } },
      'will_wrong',
    ],
    ['that promises no sign of life', { keepalive: 0 }, 'protocol_error'],
    ['that speaks MQTT 5', { protocolVersion: 5 as const }, 'protocol_error'],
  ])('not one %s', async (_what, options, refusal) => {
    await expect(connectMqtt(one, hub.broker.port, options)).rejects.toThrow('closed')
    await isCounted(refusal)
  })

  it('with a proof of its key each time: no session is resumed', async () => {
    const sessions: Buffer[] = []
    const first = connectRaw(one.identity, hub.broker.port)
    first.on('session', (session: Buffer) => sessions.push(session))
    await new Promise((resolve) => void first.once('secureConnect', resolve))
    first.write(Buffer.from([0x10, 0x00]))
    await closed(first)
    const again: TLSSocket = connect({
      host: '127.0.0.1',
      port: hub.broker.port,
      rejectUnauthorized: false,
      key: one.identity.keyPem,
      cert: one.identity.certificatePem,
      ...(sessions[0] === undefined ? {} : { session: sessions[0] }),
    })
    await new Promise((resolve) => void again.once('secureConnect', resolve))
    expect(again.isSessionReused()).toBe(false)
    again.destroy()
  })

  it('and once: a second connection of the same device ends the first', async () => {
    const first = await join()
    const gone = closed(first)
    const second = await join()
    await expect(gone).resolves.toBe('closed')
    await second.publishAsync(topic(one.device.id, 'up/state'), '{}', { qos: 1 })
    expect(hub.received).toHaveLength(1)
  })

  it('and out again when it is revoked', async () => {
    const client = await join()
    const gone = closed(client)
    hub.broker.drop(two.device.id)
    hub.broker.drop(one.device.id)
    await expect(gone).resolves.toBe('closed')
  })
})

describe('what a device may say', () => {
  it.each([
    ['under another’s name', topic(two.device.id, 'up/state'), {}, 'topic_forbidden'],
    ['in another’s journal', topic(two.device.id, 'up/journal'), {}, 'topic_forbidden'],
    ['in another’s requests', topic(two.device.id, 'up/request/sale_lookup'), {}, 'topic_forbidden'],
    ['as a request that there is not', topic(one.device.id, 'up/request/anything'), {}, 'topic_forbidden'],
    ['on its own down', topic(one.device.id, 'down/position'), {}, 'topic_forbidden'],
    ['to all', 'vendly/v1/main/all/feed', {}, 'topic_forbidden'],
    ['in another store', `vendly/v1/other/${one.device.id}/up/state`, {}, 'topic_forbidden'],
    ['with retain', topic(one.device.id, 'up/state'), { retain: true }, 'retain_forbidden'],
    ['at QoS 2', topic(one.device.id, 'up/state'), { qos: 2 as const }, 'qos_forbidden'],
  ])('nothing %s', async (_what, at, options, refusal) => {
    const client = await join()
    const gone = closed(client)
    client.publish(at, '{}', { qos: 1, ...options }, () => {})
    await expect(gone).resolves.toBe('closed')
    expect(counted(refusal)).toBe(1)
    expect(hub.received).toEqual([])
  })

  it('through a last will, which is its own state', async () => {
    const will = {
      topic: topic(one.device.id, 'up/state'),
      payload: Buffer.from('gone'),
      qos: 1 as const,
      retain: false,
    }
    const client = await join({ will })
    client.stream.destroy()
    await waitUntil(
      () => hub.received.length === 1,
      () => 'the last will did not arrive',
    )
    expect(hub.received).toEqual([{ deviceId: one.device.id, channel: 'state', text: 'gone' }])
  })

  it('a message of nearly 1 MiB, not one above; before CONNECT 64 KiB', async () => {
    const client = await join()
    await client.publishAsync(topic(one.device.id, 'up/journal'), 'x'.repeat(1_000_000), { qos: 1 })
    expect(hub.received[0]?.text).toHaveLength(1_000_000)
    const gone = closed(client)
    client.publish(topic(one.device.id, 'up/journal'), 'x'.repeat(1_100_000), { qos: 1 }, () => {})
    await expect(gone).resolves.toBe('closed')
    expect(counted('packet_too_large')).toBe(1)

    const raw = connectRaw(one.identity, hub.broker.port)
    raw.write(Buffer.from([0x10, 0x80, 0x80, 0x40]))
    await expect(closed(raw)).resolves.toBe('closed')
    expect(counted('packet_too_large')).toBe(2)
  })
})

describe('what a device may hear', () => {
  it('its own down and what is for all', async () => {
    const client = await join()
    const heard: string[] = []
    client.on('message', (_topic, payload) => heard.push(payload.toString()))
    await client.subscribeAsync([topic(one.device.id, 'down/#'), 'vendly/v1/main/all/#'], { qos: 1 })
    hub.broker.send(topic(one.device.id, 'down/position'), 'mine', { qos: 1, retain: false })
    hub.broker.send(topic(two.device.id, 'down/position'), 'not mine', { qos: 1, retain: false })
    hub.broker.send('vendly/v1/main/all/feed', 'for all', { qos: 1, retain: true })
    await waitUntil(
      () => heard.length >= 2,
      () => `only ${heard.join(', ')} came`,
    )
    expect(heard).toEqual(['mine', 'for all'])
  })

  it.each(['#', '$SYS/#', 'vendly/v1/main/+/down/#', topic(two.device.id, 'down/#'), topic(one.device.id, '#')])(
    'nothing by %s',
    async (filter) => {
      const client = await join()
      await expect(client.subscribeAsync(filter, { qos: 1 })).rejects.toThrow('Unspecified error')
      expect(counted('subscription_forbidden')).toBe(1)
    },
  )

  it('what is retained, when it comes later', async () => {
    hub.broker.send('vendly/v1/main/all/feed', '7', { qos: 1, retain: true })
    const client = await join()
    const heard: string[] = []
    client.on('message', (_topic, payload) => heard.push(payload.toString()))
    await client.subscribeAsync('vendly/v1/main/all/#', { qos: 1 })
    await waitUntil(
      () => heard.length === 1,
      () => 'nothing retained came',
    )
    expect(heard).toEqual(['7'])
  })
})

describe('PUBACK', () => {
  it('comes only after what was received is done with', async () => {
    const { promise: committed, resolve: commit } = Promise.withResolvers<void>()
    const heardOf: string[] = []
    const slow = await startBroker([one, two], {
      receive: async ({ id }) => {
        heardOf.push(id)
        if (id === one.device.id) await committed
      },
    })
    const client = await connectMqtt(one, slow.broker.port)
    let isAcknowledged = false
    const acknowledged = client.publishAsync(topic(one.device.id, 'up/journal'), '{}', { qos: 1 }).then(() => {
      isAcknowledged = true
    })
    await waitUntil(
      () => heardOf.length === 1,
      () => 'the message did not arrive',
    )
    // Another device's message goes there and is acknowledged meanwhile.
    const other = await connectMqtt(two, slow.broker.port)
    await other.publishAsync(topic(two.device.id, 'up/journal'), '{}', { qos: 1 })
    expect(isAcknowledged).toBe(false)
    commit()
    await acknowledged
    client.end(true)
    other.end(true)
    await slow.close()
  })
})
