import type { Operator } from '#core/staff/operator.ts'
import type { Permission } from '#core/staff/permissions.ts'
import { permissionsOf } from '#core/staff/roles.ts'

/** True when this person may: by role or by a grant of their own, unless it is denied to them. A denial wins. */
export const may = (
  { role, grants, denials }: Pick<Operator, 'role' | 'grants' | 'denials'>,
  act: Permission,
): boolean => denials?.includes(act) !== true && (permissionsOf(role).has(act) || grants?.includes(act) === true)

/** All that this person may do: the role's permissions with their own grants, without what is denied to them. */
export const heldPermissions = ({
  role,
  grants = [],
  denials = [],
}: Pick<Operator, 'role' | 'grants' | 'denials'>): ReadonlySet<Permission> => {
  const ofRole = permissionsOf(role)
  if (grants.length === 0 && denials.length === 0) return ofRole
  return new Set([...ofRole, ...grants].filter((permission) => !denials.includes(permission)))
}
