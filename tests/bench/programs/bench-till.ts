import { type Basket, openBasket } from '#core/basket/basket.ts'
import { addProduct } from '#core/basket/change-basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import type { Product } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { promotionTimeOf } from '#core/promotion/promotion-time.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { galleryPolicy } from '#kiosk/gallery/shop.ts'
import { sellingState } from '#kiosk/gallery/stories.ts'
import { step } from '#kiosk/state/step.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'
import { BASKET_LINES, codeOf, nameOf, priceOf } from '#tests/bench/programs/bench-size.ts'

// What a scan means is the same for all three programs: the look-up, the basket, its prices. They differ in the painting.
const taxGroup: TaxGroup = {
  id: 1,
  name: 'Standard',
  isInclusive: true,
  rates: [{ id: 1, name: 'VAT', ratePpm: 200_000 }],
}

const productOf = (code: string): Product => ({
  id: Number(code),
  name: nameOf(code),
  sku: null,
  barcodes: [code],
  priceMinor: priceOf(code),
  priceUnit: 'piece',
  departmentId: 1,
  taxGroupId: 1,
  ageLimitYears: null,
  popularityRank: 1,
  isActive: true,
})

const world: World = {
  findByCode: productOf,
  productById: () => undefined,
  deposits: () => [],
  couponByCode: () => undefined,
  search: () => [],
  stockLevel: () => undefined,
  departments: () => [],
  department: () => undefined,
  taxGroup: () => taxGroup,
  policy: () => galleryPolicy,
  sellingRules: () => PLAIN_RULES,
  promotionTime: () => promotionTimeOf('2026-03-14 14:32', '2026-03-14T14:32:00.000Z'),
  operator: () => undefined,
  heldBaskets: () => [],
  lastSales: () => [],
  lastReceipts: () => [],
  saleByLabel: () => undefined,
  mayRefundAlone: () => false,
  lastReports: () => [],
  nowMs: () => Date.now(),
  nowIso: () => new Date().toISOString(),
  isClockTrusted: () => true,
  localDate: () => '2026-03-14',
  localTime: (iso) => iso,
  newId: () => '0197a6f0-0000-7000-8000-000000000001',
}

const start = (): TillState => {
  let basket: Basket = openBasket(world.newId(), world.nowIso())
  for (let at = 0; at < BASKET_LINES; at += 1) {
    const code = codeOf(at)
    const added = addProduct(basket, productOf(code), taxGroup, {
      code,
      quantity: { unit: 'piece', count: 1 },
      quantitySource: 'keyed',
      unitPriceMinor: priceOf(code),
      priceSource: 'catalogue',
    })
    if (added instanceof DomainError) throw added
    basket = added
  }
  return { ...sellingState(1), basket, priced: priceBasket(basket, PLAIN_RULES), notice: undefined }
}

/** A till that scans one article after another; its listeners draw. */
export class BenchTill {
  readonly #listeners = new Set<() => void>()
  #state = start()
  #next = BASKET_LINES

  readonly state = (): TillState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  scan(): void {
    this.#become(step(this.#state, { type: 'scanned', aim: undefined, text: codeOf(this.#next) }, world).state)
    this.#next += 1
  }

  reset(): void {
    this.#next = BASKET_LINES
    this.#become(start())
  }

  #become(state: TillState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
