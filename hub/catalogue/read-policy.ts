import type { Policy } from '#core/catalogue/policy.ts'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

const findPolicy = defineQuery((db) => db.selectFrom('policy').select('row').where('id', '=', 1))

/** What holds before anybody said how the shop runs. */
const firstPolicy: Policy = {
  id: 1,
  shopName: 'Vendly',
  shopAddress: [],
  taxNumber: null,
  currency: 'USD',
  timeZone: 'UTC',
  receiptHeader: [],
  receiptFooter: [],
  barcodePatterns: [],
  cashDenominationsMinor: [],
  idleLockSeconds: 0,
  unknownItemDepartmentId: null,
}

/** How the shop runs, as last saved. */
export async function readPolicy(reader: Reader): Promise<Policy> {
  const found = await reader.one(findPolicy, {})
  // The row was checked when it became an entry.
  return found === undefined ? firstPolicy : (JSON.parse(found.row) as Policy)
}
