import { demoPlace } from '#tests/support/demo.ts'
import { killShop, shopProblems } from '#tests/support/kill-shop.ts'

// npm run kill -- --cycles N [--seed N]: kill -9 of till, hub and devices in the middle of selling, as often as wanted.

/** Each shop is begun anew after so many: its lists stay short enough to be compared. */
const CYCLES_A_SHOP = 500
const PROGRESS_EVERY = 10

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at === -1 ? otherwise : Number(process.argv[at + 1])
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const cycles = option('cycles', 200)
let seed = option('seed', 1)
let done = 0
while (done < cycles) {
  const place = await demoPlace()
  const wanted = Math.min(CYCLES_A_SHOP, cycles - done)
  let ofShop = 0
  const onCycle = (): void => {
    ofShop += 1
    if (ofShop % PROGRESS_EVERY === 0) say(`seed ${seed}: ${ofShop} cycles`)
  }
  const shop = await killShop(place, { cycles: wanted, seed, onCycle })
  const { kiosk, hub, devices } = shop.kills
  done += kiosk + hub + devices
  const problems = shopProblems(shop)
  say(
    `seed ${seed}: till ${kiosk}, hub ${hub}, devices ${devices} kills; ${shop.atHub.length} sales, ${problems.length} problems`,
  )
  for (const problem of problems) say(`  ${problem}`)
  if (problems.length > 0) {
    say(`Left as it is: ${place.data}`)
    process.exit(1)
  }
  place.remove()
  seed += 1
}
