import { assert } from '#core/errors/assert.ts'
import type { TaxChange, TaxGroup } from '#core/tax/tax-group.ts'

// Of two changes on one day the one that stands later in the list was decided later.
function lastChange(changes: readonly TaxChange[], date: string): TaxChange | undefined {
  let last: TaxChange | undefined
  for (const change of changes) {
    if (change.from <= date && (last === undefined || change.from >= last.from)) last = change
  }
  return last
}

/**
 * The group as it is in force on a date (`YYYY-MM-DD`), without its `changes`: the newest change that has begun, else
 * the group's own rates.
 */
export function taxGroupOn(group: TaxGroup, date: string): TaxGroup {
  assert(/^\d{4}-\d{2}-\d{2}$/u.test(date), 'A date of effect is compared with YYYY-MM-DD.')
  const { changes, ...first } = group
  if (changes === undefined) return group
  const change = lastChange(changes, date)
  return change === undefined ? first : { ...first, isInclusive: change.isInclusive, rates: change.rates }
}
