import { cpSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isBasketEmpty, openBasket, type Basket } from '#core/basket/basket.ts'
import { addProduct, voidLine } from '#core/basket/change-basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { promotionTimeOf } from '#core/promotion/promotion-time.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { auditFolder, auditStore } from '#tests/kiosk/store/audit-till.ts'
import {
  alex,
  makeProduct,
  openTill,
  stockedTill,
  taxGroup,
  TemporaryFolder,
  tendersFor,
} from '#tests/kiosk/store/till-fixture.ts'

const by = { operatorId: 7 }
const openedLocal = promotionTimeOf('2026-03-02 09:00', '2026-03-02T09:00:00.000Z')
const products = [makeProduct(1), makeProduct(2, { priceMinor: 0 }), makeProduct(3, { priceUnit: 'kilogram' })]
const id = (number: number): string => `01970000-0000-7000-8000-${String(number).padStart(12, '0')}`

/** What a till should remember. */
interface Model {
  saleIds: number
  basket: Basket
  held: Basket[]
  sold: string[]
  grossMinor: number
  isShiftOpen: boolean
}

interface Real {
  readonly root: string
  folder: string
  boots: number
  store: TillStore
}

type Command = fc.Command<Model, Real>

const agreed = <T>(result: T | DomainError): T => {
  if (result instanceof DomainError) throw result
  return result
}

const nextBasket = (model: Model): void => {
  model.saleIds += 1
  model.basket = openBasket(id(model.saleIds), '2026-01-05T00:00:00.000Z')
}

const command = (name: string, check: (model: Model) => boolean, run: (model: Model, real: Real) => void): Command => ({
  check: (model) => check({ ...model }),
  run,
  toString: () => name,
})

const hasLines = ({ basket }: Model): boolean => !isBasketEmpty(basket)

const add = (index: number, count: number): Command =>
  command(
    `add ${index} × ${count}`,
    () => true,
    (model, { store }) => {
      const product = products[index] ?? makeProduct(1)
      const isWeighed = product.priceUnit === 'kilogram'
      model.basket = agreed(
        addProduct(model.basket, product, taxGroup, {
          code: String(product.id),
          quantity: isWeighed ? { unit: 'gram', weightGrams: count } : { unit: 'piece', count },
          quantitySource: isWeighed ? 'scale' : 'keyed',
          unitPriceMinor: product.priceMinor,
          priceSource: 'catalogue',
        }),
      )
      store.baskets.save(model.basket, [])
    },
  )

const voidFirst = command('void', hasLines, (model, { store }) => {
  const line = model.basket.lines.find(({ isVoided }) => !isVoided)
  model.basket = agreed(voidLine(model.basket, line?.line ?? 0))
  store.baskets.save(model.basket, [])
})

const completeSale = (model: Model, { store }: Real): void => {
  const { totalMinor } = priceBasket(model.basket, PLAIN_RULES).totals
  const sale = agreed(store.sales.complete(model.basket, tendersFor(model.basket, Math.floor(totalMinor / 3)), alex))
  expect([sale.totals.totalMinor, sale.receiptNumber]).toEqual([totalMinor, model.sold.length + 1])
  model.sold.push(sale.saleId)
  if (model.isShiftOpen) model.grossMinor += totalMinor
  nextBasket(model)
}

const complete = command('complete', hasLines, completeSale)

const cancel = command('cancel', hasLines, (model, { store }) => {
  store.baskets.cancel(model.basket, by)
  nextBasket(model)
})

const hold = command('hold', hasLines, (model, { store }) => {
  agreed(store.baskets.hold(model.basket, { ...by, label: 'Alex' }))
  model.held.push(model.basket)
  nextBasket(model)
})

const canRecall = (model: Model): boolean => model.held.length > 0 && model.basket.lines.length === 0

const recallFirst = (model: Model, { store }: Real): void => {
  const heldMinor = priceBasket(model.held[0] ?? model.basket, PLAIN_RULES).totals.totalMinor
  const first = store.baskets.held().find(({ totalMinor }) => totalMinor === heldMinor)
  const lines = model.held.shift()?.lines
  model.basket = agreed(
    store.baskets.recall(first?.heldBasketId ?? '', { ...by, openedLocal, saleId: id(model.saleIds) }),
  )
  expect(priceBasket(model.basket, PLAIN_RULES).lines.length).toBe(lines?.filter(({ isVoided }) => !isVoided).length)
}

const recall = command('recall', canRecall, recallFirst)

const openShift = command(
  'open shift',
  ({ isShiftOpen }) => !isShiftOpen,
  (model, { store }) => {
    agreed(store.shifts.open({ ...by, floatMinor: 500, businessDate: '2026-01-05' }))
    model.isShiftOpen = true
    model.grossMinor = 0
  },
)

const canClose = ({ isShiftOpen, basket }: Model): boolean => isShiftOpen && basket.lines.length === 0

const closeCurrent = (model: Model, { store }: Real): void => {
  const close = agreed(store.shifts.close({ ...by, countedCashMinor: 500 }))
  expect(close.totals.grossMinor).toBe(model.grossMinor)
  model.isShiftOpen = false
}

const closeShift = command('closeShift', canClose, closeCurrent)

const look = (model: Model, { store }: Real): void => {
  const open = store.baskets.loadOpen()?.basket
  if (model.basket.lines.length > 0) expect(open).toEqual(model.basket)
  else expect(open?.lines ?? []).toEqual([])
  expect(store.baskets.held().length).toBe(model.held.length)
  expect(store.sales.last(100).map(({ saleId }) => saleId)).toEqual(model.sold.toReversed().slice(0, 100))
  expect(store.shifts.current()?.totals.grossMinor).toBe(model.isShiftOpen ? model.grossMinor : undefined)
  expect(auditStore(store).problems).toEqual([])
}

const restart = command(
  'restart',
  () => true,
  (model, real) => {
    real.store.close()
    real.store = openTill(real.folder)
    real.store.openStream()
    look(model, real)
  },
)

const crash = command(
  'crash',
  () => true,
  (model, real) => {
    real.boots += 1
    const copy = join(real.root, `boot-${real.boots}`)
    // As the disk has it at this moment: nothing closed, nothing moved out of the log.
    cpSync(real.folder, copy, { recursive: true })
    real.store.close()
    real.folder = copy
    real.store = openTill(copy)
    real.store.openStream()
    look(model, real)
  },
)

const commands = fc.commands(
  [
    fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 9_999 })).map(([index, count]) => add(index, count)),
    fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 3 })).map(([index, count]) => add(index, count)),
    ...[voidFirst, complete, complete, cancel, hold, recall, openShift, closeShift, restart, crash].map((one) =>
      fc.constant(one),
    ),
  ],
  { maxCommands: 40 },
)

test('after anything that can happen at a till, money and journal add up', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(commands, (todo) => {
      using root = new TemporaryFolder()
      const folder = join(root.path, 'boot-0')
      const real: Real = { root: root.path, folder, boots: 0, store: stockedTill(folder, products) }
      const model: Model = {
        saleIds: 1,
        basket: openBasket(id(1), '2026-01-05T00:00:00.000Z'),
        held: [],
        sold: [],
        grossMinor: 0,
        isShiftOpen: false,
      }
      fc.modelRun(() => ({ model, real }), todo)
      look(model, real)
      real.store.close()
      expect(auditFolder(real.folder).problems).toEqual([])
    }),
    { numRuns: 20 },
  )
})
