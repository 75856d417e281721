import { expect, test } from 'vitest'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { action, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const UNTIL_MIDNIGHT_MS = 9.5 * 3_600_000 + 1

/** Sales tax on top rises from 8.875 % to 10 % at the end of the first of March. */
const selling = (): TinyTill => {
  const till = startSelling({ idleLockSeconds: 0 })
  const group = till.shop.world.taxGroup(3)
  if (group === undefined) throw new Error('The shop has a tax on top.')
  const rates = group.rates.map((rate) => ({ ...rate, ratePpm: 100_000 }))
  const rising: TaxGroup = { ...group, changes: [{ from: '2026-03-02', isInclusive: false, rates }] }
  till.shop.taxGroups.set(3, rising)
  till.do('0420000000013⏎')
  return till
}

const total = (till: TinyTill): number | undefined => till.state().priced?.totals.totalMinor

test('a sale that began before midnight is paid with the taxes of the new day, and the new total is said first', () => {
  const till = selling()
  expect(total(till)).toBe(59_950 + 5_321)
  till.shop.nowMs += UNTIL_MIDNIGHT_MS
  till.do(action('cash'))
  expect(till.state()).toMatchObject({
    screen: { name: 'tender' },
    tenders: [],
    notice: { tone: 'bad', key: 'tax_changed', details: { totalMinor: 65_945 } },
  })
  expect(total(till)).toBe(65_945)
  till.do(action('cash'))
  expect(till.shop.sales[0]).toMatchObject({ totals: { totalMinor: 65_945, taxMinor: 5_995 } })
})

test('once money was taken the rates stay', () => {
  const till = selling()
  till.do('+100⏎⎋')
  till.shop.nowMs += UNTIL_MIDNIGHT_MS
  till.do('+')
  expect(total(till)).toBe(59_950 + 5_321)
  till.do(action('cash'))
  expect(till.shop.sales[0]).toMatchObject({ totals: { totalMinor: 59_950 + 5_321 } })
})

test('nothing changes on the same day, nor by a clock that nobody has set', () => {
  const till = selling()
  expect(till.do('+').notice).toBeUndefined()
  till.do('⎋')
  till.shop.isClockTrusted = false
  till.shop.nowMs += UNTIL_MIDNIGHT_MS
  expect(till.do('+').notice).toBeUndefined()
  expect(total(till)).toBe(59_950 + 5_321)
})
