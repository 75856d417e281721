import type { Operator } from '#core/staff/operator.ts'
import type { Permission } from '#core/staff/permissions.ts'
import { permissionsOf } from '#core/staff/roles.ts'

/** True when this person may: by role or by a grant of their own, unless it is denied to them. A denial wins. */
export const may = (
  { role, grants, denials }: Pick<Operator, 'role' | 'grants' | 'denials'>,
  act: Permission,
): boolean => denials?.includes(act) !== true && (permissionsOf(role).has(act) || grants?.includes(act) === true)
