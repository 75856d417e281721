import { parseArgs } from 'node:util'
import { fuzzMqtt } from '#tests/attack/mqtt-fuzz.ts'
import { laySiege } from '#tests/attack/siege.ts'
import { Random } from '#tests/simulation/random.ts'

const usage = `Sends hostile MQTT packets to a hub whose till goes on selling, and looks at what the hub holds in the end.

  npm run fuzz -- [--packets N] [--seed S] [--devices D]

  --packets N  so many (1000000)
  --seed S     a whole number of up to 64 bits; the time now when it is not given
  --devices D  enrolled devices that attack side by side (6)
`

const EXIT_USAGE = 64
const REPORT_EVERY_MS = 2_000

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const { values } = parseArgs({
  options: {
    packets: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now()) },
    devices: { type: 'string', default: '6' },
    help: { type: 'boolean', default: false },
  },
})
const [packets, devices] = [Number(values.packets), Number(values.devices)]
if (values.help || !Number.isInteger(packets) || !Number.isInteger(devices)) {
  say(usage)
  process.exit(values.help ? 0 : EXIT_USAGE)
}

const random = new Random(BigInt(values.seed))
const siege = await laySiege()
const sent = Array.from({ length: devices }, () => 0)
const startedMs = performance.now()
const reporter = setInterval(() => {
  const count = sent.reduce((sum, n) => sum + n, 0)
  const perSecond = Math.round((1000 * count) / (performance.now() - startedMs))
  process.stderr.write(
    `\r${count} of ${packets} packets, ${perSecond}/s, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB `,
  )
}, REPORT_EVERY_MS)
const attackers = await Promise.all(sent.map((_, n) => siege.newHostileDevice(`X${n + 1}`)))
const counts = await Promise.all(
  attackers.map((device, n) =>
    fuzzMqtt({
      mqttPort: siege.hub.devices.mqttPort,
      device,
      random: random.fork(),
      packets: Math.ceil(packets / devices),
      onProgress: (count) => {
        sent[n] = count
      },
    }),
  ),
)
clearInterval(reporter)
const { sold, held } = await siege.settle()
await siege.end()
const refused = Map.groupBy(siege.hub.refusals, (refusal) => refusal)
say(`\n${counts.reduce((sum, { packets: taken }) => sum + taken, 0)} packets taken, seed ${values.seed}`)
for (const [refusal, times] of refused) say(`${refusal.padEnd(24)} ${times.length}`)
say(`${sold.length} sales made meanwhile, ${held.length} at the hub`)
if (sold.join(' ') !== held.join(' ')) {
  say('The hub does not hold what its till sold.')
  process.exitCode = 1
}
