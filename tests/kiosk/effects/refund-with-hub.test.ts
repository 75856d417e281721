import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Reserved } from '#core/protocol/reserve.ts'
import type { LookedUpSale } from '#core/protocol/store-requests.ts'
import { amountOf, quantityLike } from '#core/refund/line-share.ts'
import { everythingLeft, refundDraft } from '#core/refund/refund-draft.ts'
import { refundWays } from '#core/refund/refund-ways.ts'
import type { RefundAsk, RefundKind } from '#core/refund/refund.ts'
import { refundableOf } from '#core/refund/refundable.ts'
import type { Sale } from '#core/sale/sale.ts'
import { readFeedHead } from '#hub/feed/feed.ts'
import { askPatiently } from '#kiosk/effects/ask-patiently.ts'
import { auditStore } from '#tests/kiosk/store/audit-till.ts'
import { alex, makeProduct } from '#tests/kiosk/store/till-fixture.ts'
import { hasCatalogue, isAllSent, openLinkedTill, stockHub, type LinkedTill } from '#tests/support/linked-till.ts'
import { newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const products = [
  makeProduct(1),
  makeProduct(2, { priceMinor: 333 }),
  makeProduct(3, { priceUnit: 'kilogram', priceMinor: 1_999 }),
]

let folders: ReturnType<typeof newFolder>[]
let hub: RunningHub
let till: LinkedTill

beforeAll(async () => {
  folders = [newFolder(), newFolder()]
  const [hubFolder, tillFolder] = folders
  if (hubFolder === undefined || tillFolder === undefined) throw new Error('There are two folders.')
  hub = await startHub({ folder: hubFolder.path })
  await stockHub(hub, products)
  till = await openLinkedTill(hub, 'T1', tillFolder.path)
  await hasCatalogue(till, (await readFeedHead(hub.database.read)).revision)
  await waitUntil(
    () => till.told.isOnline,
    () => 'the till is offline',
  )
  till.store.shifts.open({ operatorId: 7, floatMinor: 10_000, businessDate: '2026-01-05' })
})

afterAll(async () => {
  await till.stop()
  await hub.stop()
  for (const { remove } of folders) remove()
})

const ask: ReturnType<typeof askPatiently> = async (operation, fields) =>
  askPatiently(
    async (name, more) => till.link.ask(name, more),
    async (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  )(operation, fields)

const resultOf = async <T>(operation: Parameters<typeof ask>[0], fields: Record<string, unknown>): Promise<T> => {
  const reply = await ask(operation, fields)
  if (reply === 'unavailable') throw new Error(`The hub does not answer ${operation}.`)
  if ('problem' in reply) throw new Error(reply.problem.code)
  return reply.result as T
}

const lookUp = async (sale: Sale): Promise<LookedUpSale> => {
  await isAllSent(till)
  return resultOf<LookedUpSale>('sale_lookup', { receiptLabel: sale.receiptLabel })
}

const reserve = async (sale: Sale, lines: readonly RefundAsk[], refundKind: RefundKind) => {
  const [reservationId, refundId] = [randomUUIDv7(), randomUUIDv7()]
  const claim = { kind: 'refund', refundKind, saleId: sale.saleId, refundId, lines }
  const head = till.store.replication.head()
  const reserved = await resultOf<Reserved>('reserve', { reservationId, claim, operatorId: 7, head })
  return { reservationId, refundId, refunded: reserved.refunded }
}

/** As the till does it: set aside at the hub, then one transaction, as the hub's answer has it. */
const refund = async (sale: Sale, asks: readonly RefundAsk[], kind: RefundKind = 'return'): Promise<number> => {
  const { reservationId, refundId, refunded } = await reserve(sale, asks, kind)
  if (refunded === undefined) throw new Error('The hub says what went back before.')
  const facts = { refundId, kind, reservationId, reason: 'Faulty', isRestocked: true }
  const draft = refundDraft(sale, refunded, asks, facts)
  if (draft instanceof DomainError) throw draft
  const { suggested } = refundWays(sale, refunded, draft, { policy: undefined, isAuthorised: true })
  const done = till.store.refunds.complete(draft, suggested, alex)
  if (done instanceof DomainError) throw done
  till.link.journalGrew()
  return done.totals.totalMinor
}

const statusOf = async (sale: Sale): Promise<string> => (await lookUp(sale)).status

const exceptionsAtHub = async () =>
  hub.database.read.all({ build: (db) => db.selectFrom('exceptions').select(['kind', 'detail']) }, {})

test('partial refunds in any order, through till and hub, never exceed and end at the same cent', async () => {
  const anySteps = fc.array(
    fc.record({ line: fc.nat(3), share: fc.integer({ min: 1, max: 100 }), isGivenUp: fc.boolean() }),
    { minLength: 1, maxLength: 4 },
  )
  const anySold = fc.array(fc.constantFrom(...products), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(anySold, anySteps, async (sold, steps) => {
      const sale = till.sell(sold)
      let givenMinor = 0
      for (const { line, share, isGivenUp } of steps) {
        const { refunded } = await lookUp(sale)
        const left = refundableOf(sale, refunded).lines[line]
        if (left === undefined) continue
        const amount = Math.max(1, Math.floor((amountOf(left.quantity) * share) / 100))
        const asks = [{ line: left.line, quantity: quantityLike(left.quantity, amount) }]
        if (isGivenUp) {
          const { reservationId } = await reserve(sale, asks, 'return')
          await resultOf('release', { reservationId })
        } else givenMinor += await refund(sale, asks)
      }
      const { refunded } = await lookUp(sale)
      const rest = everythingLeft(sale, refunded, 'return')
      if (rest.length > 0) givenMinor += await refund(sale, rest)
      expect(givenMinor).toBe(sale.totals.totalMinor)
      expect(await statusOf(sale)).toBe('returned')
      const all = everythingLeft(sale, { lines: [], tenders: [], pointsTakenBack: 0, pointsGivenBack: 0 }, 'return')
      await expect(reserve(sale, all, 'return')).rejects.toThrow('refund_nothing_left')
    }),
    { numRuns: 12 },
  )
  await isAllSent(till)
  expect(await exceptionsAtHub()).toEqual([])
  expect(auditStore(till.store).problems.filter((problem) => !problem.startsWith('catalogue'))).toEqual([])
}, 60_000)

test('a void at the hub: all of it, once, and never of what was refunded', async () => {
  const sale = till.sell(products)
  await isAllSent(till)
  const all = sale.lines.map(({ line, quantity }) => ({ line, quantity }))
  expect(await refund(sale, all, 'void')).toBe(sale.totals.totalMinor)
  expect(await statusOf(sale)).toBe('voided')
  await expect(reserve(sale, all, 'void')).rejects.toThrow('sale_already_void')
  const other = till.sell(products)
  await isAllSent(till)
  await refund(other, [{ line: 1, quantity: { unit: 'piece', count: 1 } }])
  await isAllSent(till)
  await expect(reserve(other, all, 'void')).rejects.toThrow('sale_has_refunds')
}, 20_000)

test('receipts of other shops and of nobody are refused in words', async () => {
  await expect(resultOf('sale_lookup', { receiptLabel: 'ZZ9-000001' })).rejects.toThrow('refund_other_shop')
  await expect(resultOf('sale_lookup', { receiptLabel: 'T1-999999' })).rejects.toThrow('sale_not_known_here')
})
