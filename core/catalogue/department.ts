import { Type, type Static } from 'typebox'

/** A group of products, and the key that sells an open amount in it; the API calls it a category. */
export const departmentSchema = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  description: Type.Union([Type.String({ maxLength: 1000 }), Type.Null()]),
  parentId: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  /** Taxes an open amount; products carry their own group. */
  taxGroupId: Type.Integer({ minimum: 1 }),
  isActive: Type.Boolean(),
})
export type Department = Static<typeof departmentSchema>
