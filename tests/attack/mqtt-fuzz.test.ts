import { afterEach, beforeEach, expect, it } from 'vitest'
import { fuzzMqtt } from '#tests/attack/mqtt-fuzz.ts'
import { laySiege, type Siege } from '#tests/attack/siege.ts'
import { Random } from '#tests/simulation/random.ts'

const PACKETS = 300_000
const ATTACKERS = 6
const TIMEOUT_MS = 300_000

let siege: Siege

beforeEach(async () => {
  siege = await laySiege()
})

afterEach(async () => siege.end())

it(
  `${PACKETS} hostile packets: the hub takes each sale of its till meanwhile, once`,
  async () => {
    const seed = new Random(20_260_701n)
    const attackers = await Promise.all(
      Array.from({ length: ATTACKERS }, (_, n) => siege.newHostileDevice(`X${n + 1}`)),
    )
    const { mqttPort } = siege.hub.devices
    const counts = await Promise.all(
      attackers.map((device) => fuzzMqtt({ mqttPort, device, random: seed.fork(), packets: PACKETS / ATTACKERS })),
    )
    const { sold, held } = await siege.settle()
    expect(held).toEqual(sold)
    expect(counts.reduce((sum, { packets }) => sum + packets, 0)).toBeGreaterThanOrEqual(PACKETS)
    // What was bearable was borne: a burst that ends early would not have tried what came after.
    expect(counts.map(({ endedEarly }) => endedEarly)).toEqual(attackers.map(() => 0))
    const why = new Set(siege.hub.refusals)
    for (const refusal of ['message_invalid', 'protocol_error', 'topic_forbidden', 'packet_malformed'] as const) {
      expect(why).toContain(refusal)
    }
    expect(why).not.toContain('message_failed')
  },
  TIMEOUT_MS,
)
