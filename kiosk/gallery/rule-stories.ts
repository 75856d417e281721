import { openBasket, type Basket } from '#core/basket/basket.ts'
import { addWithDeposit, takeEmptiesBack } from '#core/basket/deposit.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import type { Product } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { galleryProducts } from '#kiosk/gallery/shop.ts'
import { selling } from '#kiosk/gallery/stories.ts'
import type { PendingItem } from '#kiosk/state/named-product.ts'
import { bad, good, info } from '#kiosk/state/notice.ts'
import type { AgeCheckScreen, TillState } from '#kiosk/state/till-state.ts'
import type { HeldBasket } from '#kiosk/state/world.ts'

const taxGroup: TaxGroup = {
  id: 1,
  name: 'Standard',
  isInclusive: true,
  rates: [{ id: 1, name: 'VAT', ratePpm: 200_000 }],
}

const [plain] = galleryProducts

const product = (name: string, change: Partial<Product>): Product => ({
  id: 900,
  sku: null,
  barcodes: [],
  priceMinor: 0,
  priceUnit: 'piece',
  departmentId: plain?.departmentId ?? null,
  taxGroupId: 1,
  ageLimitYears: null,
  popularityRank: 900,
  isActive: true,
  ...change,
  name,
})

const bottle = product('Bottle deposit', { id: 901, barcodes: ['9000'], priceMinor: 25, rules: { isDeposit: true } })
const crate = product('Crate deposit', { id: 902, barcodes: ['9001'], priceMinor: 330, rules: { isDeposit: true } })
const water = product('Sparkling Water 1 L', { id: 903, barcodes: ['0400000090317'], priceMinor: 89 })
const whisky = product('Single Malt Whisky 70 cl', { id: 904, priceMinor: 3_899, ageLimitYears: 18 })
const phone = product('Prepaid Phone', { id: 905, priceMinor: 3_999, rules: { isSerialised: true } })
const ham = product('Cooked Ham 200 g', { id: 906, priceMinor: 349 })

const must = (basket: Basket | DomainError): Basket => {
  if (basket instanceof DomainError) throw basket
  return basket
}

const additionOf = ({ barcodes, priceMinor }: Product, count: number): PendingItem['addition'] => ({
  code: barcodes[0] ?? '',
  quantity: { unit: 'piece', count },
  quantitySource: 'keyed',
  unitPriceMinor: priceMinor,
  priceSource: 'catalogue',
})

const pending = (of: Product): PendingItem => ({ product: of, addition: additionOf(of, 1), allowed: [] })

const bottles = (): Basket => {
  const open = openBasket('0197a6f0-0000-7000-8000-000000000001', '2026-03-14T13:20:00.000Z')
  const deposit = { product: bottle, taxGroup }
  const bought = must(addWithDeposit(open, { product: water, taxGroup }, additionOf(water, 6), deposit))
  const facts = { ...additionOf(ham, 1), attributes: { lot: 'L-2207', expiryDate: '2026-03-19' } }
  const more = must(addWithDeposit(bought, { product: ham, taxGroup }, facts, undefined))
  return must(takeEmptiesBack(more, deposit, { count: 11, code: '9000' }))
}

const withBottles = (): TillState => {
  const basket = bottles()
  return selling(1, { basket, priced: priceBasket(basket, PLAIN_RULES), notice: good('empties_taken') })
}

const age: AgeCheckScreen = {
  name: 'age_check',
  item: pending(whisky),
  ageLimitYears: 18,
  bornOnOrBefore: '2008-03-14',
  today: '2026-03-14',
}

const elsewhere = (at: number, change: Partial<HeldBasket>): HeldBasket => ({
  heldBasketId: `0197a6f0-0000-7000-8000-00000000080${at}`,
  heldAt: `2026-03-14T14:${20 - at}:00.000Z`,
  operatorName: 'Asha Rao',
  lineCount: 4 + at,
  totalMinor: 2_310 + 417 * at,
  ...change,
})

/** What the law or the goods ask for: age, hours, limits, deposits, serial numbers, last days; and sales of other tills. */
export const ruleStories: Readonly<Record<string, TillState>> = {
  'age-check': selling(7, { screen: age, notice: undefined }),
  'age-check-ahead': selling(7, { screen: age, entry: '14', notice: bad('age_yes_no') }),
  'age-check-born': selling(7, { screen: age, entry: '14032008', notice: undefined }),
  'age-check-too-young': selling(7, {
    screen: age,
    entry: '15032008',
    notice: bad('age_too_young', { ageLimitYears: 18 }),
  }),
  'sale-hours': selling(7, {
    notice: bad('sale_hours', { name: whisky.name, fromTime: '08:00', toTime: '22:00', isInSale: true }),
    selectedLine: 7,
  }),
  'expired-item': selling(7, {
    screen: { name: 'expired_item', item: pending(ham), lastDate: '2026-03-12' },
    notice: undefined,
  }),
  serial: selling(7, { screen: { name: 'serial', item: pending(phone) }, entry: 'SN-2207-4', notice: undefined }),
  empties: selling(7, {
    screen: { name: 'empties', deposits: [bottle, crate], selected: 0 },
    entry: '11',
    notice: undefined,
  }),
  'sell-deposits': withBottles(),
  'held-elsewhere': selling(1, {
    basket: undefined,
    priced: undefined,
    screen: {
      name: 'held',
      held: [elsewhere(1, {}), elsewhere(2, { operatorName: 'Ben Okafor', tillName: 'Till 1' })],
      selected: 1,
      taking: '0197a6f0-0000-7000-8000-000000000802',
    },
    notice: info('held_taking'),
  }),
}
