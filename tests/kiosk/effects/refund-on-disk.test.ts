import { expect, test } from 'vitest'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import type { AskHub } from '#kiosk/effects/ask-hub.ts'
import { askPatiently } from '#kiosk/effects/ask-patiently.ts'
import { PIN, startRealTill, type Answers, type RealTill } from '#tests/kiosk/effects/real-till.ts'
import { TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'
import { action } from '#tests/support/tiny-till.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const REFUND = action('refund')
const ONLINE = { type: 'link_changed', isOnline: true, unsentCount: 0 } as const
const requestId = '0197f9a0-0000-7000-8000-000000000001'

const approved: Answers = {
  'terminal.charge': () => ({ outcome: 'approved', approvalCode: '77', scheme: 'visa', last4: '4242' }),
}

/** A hub that knows the till's sales by the till's own word, and sets aside whatever is asked. */
const hubOf = (till: () => RealTill, asked: string[]): AskHub => {
  return async (operation, fields) => {
    const { reservationId, receiptLabel } = fields as { reservationId?: string; receiptLabel?: string }
    asked.push(`${operation} ${reservationId ?? ''}`.trim())
    if (operation === 'reserve') {
      return { requestId, result: { reservationId, refunded: NOTHING_REFUNDED } }
    }
    if (operation === 'release') return { requestId, result: {} }
    const sale = till().store.sales.byLabel(receiptLabel ?? '')
    return sale === undefined
      ? { requestId, problem: { code: 'sale_not_known_here', detail: '' } }
      : { requestId, result: { sale, status: 'completed', refunded: NOTHING_REFUNDED } }
  }
}

const isAt = async ({ state }: RealTill, name: string): Promise<void> =>
  waitUntil(
    () => state().screen.name === name,
    () => `the till is at ${state().screen.name}, ${JSON.stringify(state().notice)}`,
  )

/** The process is gone: what was committed is there, and nothing else is done. */
const kill = (till: RealTill): void => till.store.close()

/** Starts a till that has sold a milk, and comes to where its refund may go. */
const startRefund = async (folder: string, pay: 'cash' | 'card', wrap: (ask: AskHub) => AskHub = (ask) => ask) => {
  const asked: string[] = []
  const till: RealTill = startRealTill(folder, approved, wrap(hubOf(() => till, asked)))
  // The sale was handed over: the hub decides.
  till.store.replication.linkUp()
  till.signIn()
  till.do('12⏎', action(pay))
  await isAt(till, 'complete')
  till.do('⏎', REFUND, '1⏎')
  await isAt(till, 'refund_lines')
  till.do('⏎⏎', '⏎', '⏎')
  return { till }
}

test('a refund is on the disk before the drawer opens, prints, and is in list and shift after a restart', async () => {
  using folder = new TemporaryFolder()
  const { till } = await startRefund(folder.path, 'cash')
  till.do('+')
  await isAt(till, 'refund_done')
  const [refund] = till.store.refunds.last(1)
  expect(refund).toMatchObject({ refundLabel: 'T3-R000001', totals: { totalMinor: 7_400 } })
  expect(till.store.reservations.open()).toEqual([])
  await till.close()
  const after = startRealTill(folder.path)
  after.do(`1⏎${PIN}⏎`, action('receipts'))
  expect(after.state()).toMatchObject({
    shiftTotals: { refundCount: 1, refundCashMinor: 7_400 },
    screen: {
      receipts: [
        { kind: 'refund', refund: { refundLabel: 'T3-R000001' } },
        { kind: 'sale', subject: { status: 'returned' } },
      ],
    },
  })
  after.do('⏎⏎')
  await after.close()
  const again = startRealTill(folder.path)
  expect(again.store.refunds.byId(refund?.refundId ?? '')).toEqual(refund)
  await again.close()
})

test('a till that is killed while the hub is asked gives it up at its next start', async () => {
  using folder = new TemporaryFolder()
  const asked: string[] = []
  const never = new Promise<never>(() => undefined)
  const { till } = await startRefund(folder.path, 'cash', (ask) => async (operation, fields) => {
    return operation === 'reserve' ? never : ask(operation, fields)
  })
  till.do('+')
  expect(till.state().screen.name).toBe('refund_wait')
  const [open] = till.store.reservations.open()
  expect(open).toMatchObject({ phase: 'asked' })
  kill(till)
  const after: RealTill = startRealTill(
    folder.path,
    {},
    hubOf(() => after, asked),
  )
  expect(after.state().unreleased).toEqual([open?.reservationId])
  after.do(ONLINE)
  await waitUntil(
    () => after.state().unreleased.length === 0,
    () => 'the hub was not told',
  )
  expect(asked).toContain(`release ${open?.reservationId}`)
  expect(after.store.reservations.open()).toEqual([])
  expect(after.store.refunds.last(1)).toEqual([])
  await after.close()
})

test('a till that is killed while a card gets its money asks about it, and nothing is given twice', async () => {
  using folder = new TemporaryFolder()
  const { till } = await startRefund(folder.path, 'card')
  till.do('+')
  await isAt(till, 'refund_terminal')
  kill(till)
  const after = startRealTill(folder.path)
  expect(after.state().unreleased).toEqual([])
  expect(after.do(`1⏎${PIN}⏎`).screen).toMatchObject({ name: 'refund_terminal', isResumed: true })
  after.do('⏎')
  expect(after.store.refunds.last(2)).toMatchObject([{ tenders: [{ kind: 'card', amountMinor: 7_400 }] }])
  expect(after.store.reservations.open()).toEqual([])
  await after.close()
  const third = startRealTill(folder.path)
  expect(third.do(`1⏎${PIN}⏎`).screen.name).toBe('sell')
  await third.close()
})

test('an exchange survives a restart, and both entries stand or neither', async () => {
  using folder = new TemporaryFolder()
  const asked: string[] = []
  const till: RealTill = startRealTill(
    folder.path,
    {},
    hubOf(() => till, asked),
  )
  till.signIn()
  till.do('3*12⏎', action('total'), action('cash'), '⏎', REFUND, '1⏎')
  await isAt(till, 'refund_lines')
  till.do('2⏎', 'x', '⏎', '⏎')
  await isAt(till, 'sell')
  till.do('14⏎')
  kill(till)
  const papers: string[] = []
  const after: RealTill = startRealTill(
    folder.path,
    {
      'printer.print': ({ document }) => {
        papers.push(document.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join('|'))
        return { outcome: 'confirmed' }
      },
    },
    hubOf(() => after, asked),
  )
  expect(after.state().unreleased).toEqual([])
  after.do(`1⏎${PIN}⏎`, action('total'))
  expect(after.state().screen).toMatchObject({ name: 'refund_pay', pending: { subject: { status: 'completed' } } })
  after.do('+')
  expect(after.state().screen.name).toBe('complete')
  const [refund] = after.store.refunds.last(1)
  const [sale] = after.store.sales.last(1)
  expect(refund).toMatchObject({ exchangeSaleId: sale?.saleId, totals: { totalMinor: 14_800 } })
  expect(sale).toMatchObject({ exchangeRefundId: refund?.refundId, totals: { totalMinor: 2_000 } })
  await after.close()
  expect(papers.some((paper) => paper.includes(`Exchanged for ${sale?.receiptLabel}`))).toBe(true)
  expect(papers.some((paper) => paper.includes(`Exchanged for ${refund?.refundLabel}`))).toBe(true)
})

test('the hub is asked again while it has not all that the till wrote, a few times', async () => {
  const behind = { requestId, problem: { code: 'till_not_caught_up', detail: '' } }
  let left = 2
  const pauses: number[] = []
  const pause = async (delayMs: number): Promise<void> => void pauses.push(delayMs)
  const ask = askPatiently(async () => (left-- > 0 ? behind : { requestId, result: {} }), pause)
  expect(await ask('reserve', {})).toEqual({ requestId, result: {} })
  expect(pauses).toEqual([100, 250])
  left = 100
  expect(await ask('reserve', {})).toEqual(behind)
  expect(pauses).toHaveLength(7)
})
