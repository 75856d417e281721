import { privateHash } from '#core/journal/seal.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import type { HubFact } from '#hub/ingest/hub-stream.ts'
import { sha256 } from '#tests/simulation/ids.ts'
import { coupons, customers, promotions } from '#tests/simulation/shop-offers.ts'
import { departments, OPENING_STOCK, operators, policy, products, taxGroups } from '#tests/simulation/shop.ts'

/** A product as somebody saves it. */
export const productSaved = (product: (typeof products)[number]): HubFact<'product_saved'> => ({
  type: 'product_saved',
  body: { product, description: null, costMinor: null, minimumQuantity: 0, imageUrl: null },
})

const SALT = 'ab'.repeat(16)

const customerSaved = ({ id, name, phone, points }: (typeof customers)[number]): HubFact<'customer_saved'> => {
  const part = { salt: SALT, data: { name, phone } }
  const body = { id, loyaltyPoints: points, isActive: true, privateHash: privateHash(part, sha256) }
  return { type: 'customer_saved', body, private: part }
}

/** Everything that the shop has before its first sale. */
export const shopFacts = (devices: readonly EnrolledDevice[]): HubFact[] => [
  { type: 'policy_saved', body: { policy } },
  ...taxGroups.map((taxGroup) => ({ type: 'tax_group_saved', body: { taxGroup } }) as const),
  ...departments.map((department) => ({ type: 'department_saved', body: { department } }) as const),
  ...operators.map((operator) => {
    const part = { salt: SALT, data: {} }
    return {
      type: 'operator_saved',
      body: { operator, privateHash: privateHash(part, sha256) },
      private: part,
    } as const
  }),
  ...products.map(productSaved),
  ...promotions.map((promotion) => ({ type: 'promotion_saved', body: { promotion } }) as const),
  ...coupons.map((coupon) => ({ type: 'coupon_saved', body: { coupon } }) as const),
  ...customers.map(customerSaved),
  ...products.map(({ id, priceUnit }) => {
    const unit = priceUnit === 'kilogram' ? ('gram' as const) : ('piece' as const)
    return {
      type: 'stock_adjusted',
      body: { productId: id, unit, change: OPENING_STOCK, reason: 'opening' },
    } as const
  }),
  ...devices.map(({ id, name, deviceNumber, pin }) => {
    const body = { deviceId: id, deviceName: name, deviceNumber, publicKeyPin: pin }
    return { type: 'device_enrolled', body } as const
  }),
]
