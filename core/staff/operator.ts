import { Type, type Static } from 'typebox'
import { permissionSchema } from '#core/staff/permissions.ts'

/** Vendly's three roles; `cashier` is an alias of `clerk` on the wire only. */
export const roleSchema = Type.Union([Type.Literal('clerk'), Type.Literal('manager'), Type.Literal('admin')])
export type Role = Static<typeof roleSchema>

/** There are not more. */
const PERMISSIONS_MAX = 64

/** Somebody who may sign in at a till: a number to key in, and what proves the PIN. */
export const operatorSchema = Type.Object({
  /** The user's id at the hub. */
  id: Type.Integer({ minimum: 1 }),
  /** Keyed in at sign-in, 1 to 9999. */
  number: Type.Integer({ minimum: 1, maximum: 9999 }),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  role: roleSchema,
  /** Argon2id of PIN and pepper in PHC string form; null when this person has no PIN yet. */
  pinVerifier: Type.Union([Type.String({ maxLength: 256 }), Type.Null()]),
  isActive: Type.Boolean(),
  /** Single permissions beyond the role's, and those of the role that this person has not. */
  grants: Type.Optional(Type.Array(permissionSchema, { maxItems: PERMISSIONS_MAX })),
  denials: Type.Optional(Type.Array(permissionSchema, { maxItems: PERMISSIONS_MAX })),
})
export type Operator = Static<typeof operatorSchema>

/** Wrong PINs in a row after which an operator is locked at this till until the hub or a manager unlocks. */
export const PIN_ATTEMPTS_MAX = 5
