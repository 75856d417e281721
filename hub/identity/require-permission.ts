import { DomainError } from '#core/errors/domain-error.ts'
import type { Permission } from '#core/staff/permissions.ts'
import type { Principal } from '#hub/identity/principal.ts'

/** 403 in the words of Vendly, and by its name. */
export const permissionMissing = (permission: string): DomainError =>
  new DomainError('permission_missing', `Access denied. Required permission: ${permission}`, { permission })

/** Refuses what a field of a request asks for beyond its route. */
export function requirePermission({ permissions }: Principal, permission: Permission): void {
  if (!permissions.has(permission)) throw permissionMissing(permission)
}
