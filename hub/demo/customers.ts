import { gs1CheckDigit } from '#core/barcode/check-digit.ts'
import type { TaxExemption } from '#core/tax/tax-exemption.ts'
import { CLUB_GROUP_ID, TRADE_GROUP_ID } from '#hub/demo/promotions.ts'
import { seededRandom } from '#hub/demo/seeded-random.ts'

/** A customer of the demo shop: nobody who lives. */
export interface DemoCustomer {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly address: string
  readonly loyaltyPoints: number
  /** Printed on the card as a barcode: the shop's own range 98, thirteen digits with a check digit. */
  readonly cardNumber: string
  readonly groupIds: number[]
  readonly accountLimitMinor?: number
  readonly exemption?: TaxExemption
}

// 555-0100 to 555-0199 are given to nobody (North American Numbering Plan), so two area codes make two hundred people.
const PHONES_IN_AREA = 100
const areaCodes = ['212', '718']

const firstNames =
  'Aaron Alice Amara Ben Bianca Carlos Chloe Daniel Diego Elena Emma Farah Felix Gina Hugo Ines Ivan Jada James Jin Kai Keisha Lara Leo Lucy Marco Mei Nadia Noah Omar Paula Quinn Rosa Ruth Sam Sofia Tariq Uma Victor Zoe'.split(
    ' ',
  )
const lastNames =
  'Abbott Baker Castillo Diaz Ellis Foster Garcia Hayes Ibrahim Jensen Khan Lopez Murphy Novak Okafor Patel Quigley Rossi Silva Tran Underwood Vargas Weber Xu Young'.split(
    ' ',
  )
const streets = ['Maple Street', 'Oak Avenue', 'Pine Street', 'Cedar Lane', 'Elm Street', 'Walnut Road', 'Birch Court']

// Both lists go round at their own pace: with 40 and 25 names no pair comes twice in two hundred.
function nameAt(index: number): { readonly first: string; readonly last: string } {
  const first = firstNames[index % firstNames.length] ?? ''
  const last = lastNames[(index + Math.floor(index / firstNames.length)) % lastNames.length] ?? ''
  return { first, last }
}

const cardNumberOf = (id: number): string => {
  const digits = `98${String(id).padStart(10, '0')}`
  return `${digits}${gs1CheckDigit(digits)}`
}

/** Every second customer is in the club; the last ten buy for their trade, on account and with a resale certificate. */
const standingOf = (id: number): Pick<DemoCustomer, 'cardNumber' | 'groupIds' | 'accountLimitMinor' | 'exemption'> => {
  const cardNumber = cardNumberOf(id)
  if (id <= 2 * PHONES_IN_AREA - 10) return { cardNumber, groupIds: id % 2 === 1 ? [CLUB_GROUP_ID] : [] }
  const exemption: TaxExemption = { kind: 'customer', reference: `ST-120 ${id}` }
  return { cardNumber, groupIds: [TRADE_GROUP_ID], accountLimitMinor: 50_000, exemption }
}

/** The two hundred customers of the demo shop, always the same. */
export function demoCustomers(): DemoCustomer[] {
  const random = seededRandom(200)
  return Array.from({ length: areaCodes.length * PHONES_IN_AREA }, (_, index) => {
    const { first, last } = nameAt(index)
    const areaCode = areaCodes[Math.floor(index / PHONES_IN_AREA)] ?? ''
    return {
      id: index + 1,
      name: `${first} ${last}`,
      email: `${first}.${last}@example.com`.toLowerCase(),
      phone: `${areaCode}-555-01${String(index % PHONES_IN_AREA).padStart(2, '0')}`,
      address: `${random.between(1, 299)} ${random.pick(streets)}, New York, NY 10001`,
      loyaltyPoints: random.below(1_200),
      ...standingOf(index + 1),
    }
  })
}
