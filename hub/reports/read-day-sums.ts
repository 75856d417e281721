import { assert } from '#core/errors/assert.ts'
import type { Reader } from '#hub/db/connection.ts'
import { sumDays } from '#hub/reports/report-queries.ts'

/** The sums of the days of a range, zeros where there are none. */
export async function readDaySums(read: Reader, range: { readonly from: string; readonly to: string }) {
  const sums = await read.one(sumDays, range)
  assert(sums !== undefined, 'A sum without groups is one row.')
  return sums
}
