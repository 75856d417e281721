import { Type, type Static } from 'typebox'

/** Products or departments that one selector names: a shelf, not the whole catalogue; longer lists are departments. */
const SELECTOR_IDS_MAX = 200

const idsSchema = Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: SELECTOR_IDS_MAX })
const exceptProductIds = Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: SELECTOR_IDS_MAX }))

/** Which items an offer speaks of: everything, some products, or all of some departments; always without the exceptions. */
export const selectorSchema = Type.Union([
  Type.Object({ kind: Type.Literal('all'), exceptProductIds }),
  Type.Object({ kind: Type.Literal('products'), ids: idsSchema, exceptProductIds }),
  Type.Object({ kind: Type.Literal('departments'), ids: idsSchema, exceptProductIds }),
])
export type Selector = Static<typeof selectorSchema>

/** What a selector looks at: a line's product and department; an open amount has no product. */
export interface Selectable {
  readonly productId: number | null
  readonly departmentId: number | null
}

const names = (ids: readonly number[], id: number | null): boolean => id !== null && ids.includes(id)

/** True when the selector speaks of this item. */
export const selects = (selector: Selector, item: Selectable): boolean => {
  if (selector.exceptProductIds !== undefined && names(selector.exceptProductIds, item.productId)) return false
  switch (selector.kind) {
    case 'all':
      return true
    case 'products':
      return names(selector.ids, item.productId)
    case 'departments':
      return names(selector.ids, item.departmentId)
  }
}
