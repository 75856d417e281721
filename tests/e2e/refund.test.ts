import { afterEach, expect, test } from 'vitest'
import { demoPlace, processOf, signedInApi, startDemo, type DemoPlace } from '#tests/support/demo.ts'

const MILK = '0400010297436'
const CTRL_F = '\u0006'
const CTRL_V = '\u0016'
const CTRL_Q = '\u0011'

let place: DemoPlace | undefined
afterEach(() => place?.remove())

interface WireSale {
  readonly receipt_number: string
  readonly status: string
}

const statusOf = async (at: DemoPlace, label: string): Promise<string | undefined> => {
  const sales = (await (await signedInApi(at)).get('/sales?limit=50')) as WireSale[]
  return sales.find((sale) => sale.receipt_number === label)?.status
}

test(
  'half goes back by keys, a kill in mid-refund asks, the rest goes back, then no more; a void',
  { timeout: 180_000 },
  async () => {
    const here = await demoPlace()
    place = here
    const demo = startDemo(here)
    await demo.signIn()
    demo.type(`2*${MILK}\r+10\r`)
    await demo.shows('CHANGE')
    demo.type(`\r${CTRL_F}1\r`)
    await demo.shows('What goes back of T1-000001?')
    demo.type('1\r\r\r1\r')
    await demo.shows('TO GIVE BACK')
    demo.type('+')
    await demo.shows('T1-R000001')

    // By card: the terminal's step survives a kill.
    demo.type(`\r${MILK}\r\u001b[20~`)
    await demo.shows('T1-000002')
    demo.type(`\r${CTRL_F}2\r`)
    await demo.shows('What goes back of T1-000002?')
    demo.type('\r\r\r1\r')
    await demo.shows('TO GIVE BACK')
    demo.type('+')
    await demo.shows('At the card terminal')
    const pid = processOf(here, 'kiosk')
    if (pid === undefined) throw new Error('The kiosk runs.')
    process.kill(pid, 'SIGKILL')
    await demo.isOpen()
    demo.type('1\r1111\r')
    await demo.shows('was under way when the till')
    demo.type('\r')
    await demo.shows('T1-R000002')

    demo.type(`\r${CTRL_F}1\r`)
    await demo.shows('part returned')
    demo.type('*+\r1\r')
    await demo.shows('TO GIVE BACK')
    demo.type('+')
    await demo.shows('T1-R000003')
    demo.type(`\r${CTRL_F}T1-000001\r`)
    await demo.shows('refunded already')

    demo.type(`\u001b`)
    await demo.shows('Scan an item')
    demo.type(`${MILK}\r+\r\r`)
    await demo.shows('T1-000003')
    demo.type(`\r${CTRL_V}1\r`)
    await demo.shows('Needs a manager')
    demo.type('9\r9999\r')
    await demo.shows('TO GIVE BACK')
    demo.type('+')
    await demo.shows('Sale voided')
    expect([await statusOf(here, 'T1-000001'), await statusOf(here, 'T1-000002')]).toEqual(['returned', 'returned'])
    demo.type(CTRL_Q)
    await expect(demo.exited).resolves.toBe(0)
  },
)
