import type { Policy } from '#core/catalogue/policy.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import type { TenderType } from '#core/tender/tender-type.ts'
import { readCatalogue, type CatalogueLine } from '#hub/demo/catalogue-line.ts'
import catalogueRows from '#hub/demo/catalogue.json' with { type: 'json' }
import { GENERAL_TAX_GROUP_ID, GROCERY_TAX_GROUP_ID, OTHER_GOODS_DEPARTMENT_ID } from '#hub/demo/departments.ts'
import { ruledLines, withRules } from '#hub/demo/product-rules.ts'

const tenderType = (
  code: 'voucher' | 'cheque' | 'account' | 'cad',
  name: string,
  rules: Partial<TenderType>,
): TenderType => ({
  code,
  name,
  kind: code === 'cad' ? 'foreign_cash' : code,
  isActive: true,
  givesChange: false,
  opensDrawer: false,
  needsReference: false,
  isRefundable: false,
  ...rules,
})

/** How the demo shop runs its tills. Telephone and tax numbers are of the ranges that nobody has. */
export const demoPolicy: Policy = {
  id: 1,
  shopName: 'Maple Street Market',
  shopAddress: ['48 Maple Street', 'New York, NY 10001'],
  taxNumber: '00-0000000',
  currency: 'USD',
  timeZone: 'America/New_York',
  receiptHeader: ['Fresh every day, 8 to 10', 'Tel. 212-555-0100'],
  receiptFooter: ['Thank you for shopping with us', 'Returns within 30 days with this receipt'],
  barcodePatterns: ['21IIIIIWWWWWC', '22IIIIVPPPPPC', '23IIIIIPPPPPC', '2IIIIIVPPPPC'],
  cashDenominationsMinor: [1, 5, 10, 25, 100, 500, 1_000, 2_000, 5_000, 10_000],
  idleLockSeconds: 300,
  unknownItemDepartmentId: OTHER_GOODS_DEPARTMENT_ID,
  tenderTypes: [
    tenderType('voucher', 'Voucher', { needsReference: true }),
    tenderType('cheque', 'Check', { needsReference: true, opensDrawer: true }),
    tenderType('account', 'On account', { isRefundable: true }),
    tenderType('cad', 'Canadian cash', { givesChange: true, opensDrawer: true, currency: 'CAD', ratePpm: 710_000 }),
  ],
  discountLimitPpm: 100_000,
  refunds: { daysMax: 30, cashMaxMinor: 10_000, withoutReceiptMaxMinor: 2_500, riskMaxMinor: 2_000 },
  loyalty: { earnPerMinor: 100, pointValueMinor: 1 },
}

/** The taxes of the demo shop: none on food, the sales tax of New York City on all else. */
export const demoTaxGroups: readonly TaxGroup[] = [
  { id: GROCERY_TAX_GROUP_ID, name: 'Grocery exempt', isInclusive: false, rates: [] },
  {
    id: GENERAL_TAX_GROUP_ID,
    name: 'Sales tax',
    isInclusive: false,
    rates: [{ id: 1, name: 'Sales tax', ratePpm: 88_750 }],
  },
]

function productOf(line: CatalogueLine, id: number): Product {
  const sku = `MS-${String(id).padStart(4, '0')}`
  return { ...line, id, sku, barcodes: [...line.barcodes], popularityRank: id, isActive: true }
}

/** The products of the demo shop, best seller first; those of the rules come last. */
export function demoProducts(): Product[] {
  const lines = readCatalogue(catalogueRows)
  const depositId = lines.length + 1
  const products = [...lines, ...ruledLines].map((line, index) => productOf(line, index + 1))
  return products.map((product) => withRules(product, depositId))
}
