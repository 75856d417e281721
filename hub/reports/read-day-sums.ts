import { assert } from '#core/errors/assert.ts'
import type { Reader } from '#hub/db/connection.ts'
import type { Query } from '#hub/db/query.ts'
import { sumDays } from '#hub/reports/report-queries.ts'

type DaySums = typeof sumDays extends Query<infer _Params, infer Row> ? Row : never

/** The sums of the days of a range, zeros where there are none. */
export async function readDaySums(
  read: Reader,
  range: { readonly from: string; readonly to: string },
): Promise<DaySums> {
  const sums = await read.one(sumDays, range)
  assert(sums !== undefined, 'A sum without groups is one row.')
  return sums
}
