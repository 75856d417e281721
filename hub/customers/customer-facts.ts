import type { SaleCustomer } from '#core/customer/customer.ts'
import type { TaxExemption } from '#core/tax/tax-exemption.ts'

/** What a customer's row says of how a sale to them is priced. */
export const customerFacts = (row: {
  readonly id: number
  readonly name: string
  readonly group_ids: string
  readonly exemption: string | null
}): Pick<SaleCustomer, 'id' | 'name' | 'groupIds' | 'exemption'> => ({
  id: row.id,
  name: row.name,
  // Both were checked when they became an entry.
  groupIds: JSON.parse(row.group_ids) as number[],
  ...(row.exemption === null ? {} : { exemption: JSON.parse(row.exemption) as TaxExemption }),
})
