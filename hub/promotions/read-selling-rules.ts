import { makeSellingRules, type SellingRules } from '#core/basket/selling-rules.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { Promotion } from '#core/promotion/promotion.ts'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

const activePromotions = defineQuery((db) =>
  db.selectFrom('promotions').select('row').where('is_active', '=', 1).orderBy('id'),
)

/** Makes the reading of what baskets are priced by here: as at the tills, made once for each revision of the catalogue. */
export function createSellingRules(): (reader: Reader, policy: Policy, revision: number) => Promise<SellingRules> {
  let made: { readonly revision: number; readonly rules: SellingRules } | undefined
  return async (reader, policy, revision) => {
    if (made?.revision === revision) return made.rules
    const rows = await reader.all(activePromotions, {})
    // Rows were checked when they became entries.
    const rules = makeSellingRules(
      policy,
      rows.map(({ row }) => JSON.parse(row) as Promotion),
    )
    made = { revision, rules }
    return rules
  }
}
