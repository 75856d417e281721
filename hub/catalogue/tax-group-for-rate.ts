import type { Actor } from '#core/journal/entry.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { listTaxGroups } from '#hub/catalogue/product-queries.ts'
import { amountAt } from '#hub/http/money.ts'
import type { Work } from '#hub/ingest/journal.ts'

/** A percent has four decimal places of parts per million. */
const PERCENT_EXPONENT = 4

const nextNumber = (numbers: readonly number[]): number => 1 + Math.max(0, ...numbers)

/**
 * The tax group of one rate that a percent at the API means, made where there is none yet. New ones take the shop's
 * habit, which its first group shows: prices with the tax inside, or on top.
 */
export async function taxGroupForRate(work: Work, actor: Actor, percent: number): Promise<TaxGroup> {
  const ratePpm = amountAt(percent, PERCENT_EXPONENT, ['body', 'tax_rate'])
  const rows = await work.tx.all(listTaxGroups, {})
  // Rows were checked when they became entries.
  const groups = rows.map(({ row }) => JSON.parse(row) as TaxGroup)
  const isInclusive = groups[0]?.isInclusive ?? false
  const sumPpm = (group: TaxGroup): number => group.rates.reduce((sum, rate) => sum + rate.ratePpm, 0)
  const known = groups.find(
    (group) => group.isInclusive === isInclusive && group.rates.length <= 1 && sumPpm(group) === ratePpm,
  )
  if (known) return known
  const rateId = nextNumber(groups.flatMap(({ rates }) => rates.map(({ id }) => id)))
  const taxGroup: TaxGroup = {
    id: nextNumber(groups.map(({ id }) => id)),
    name: ratePpm === 0 ? 'No tax' : `Tax ${percent} %`,
    isInclusive,
    rates: ratePpm === 0 ? [] : [{ id: rateId, name: 'Tax', ratePpm }],
  }
  await work.record(actor, { type: 'tax_group_saved', body: { taxGroup } })
  return taxGroup
}
