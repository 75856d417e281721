import type { Role } from '#core/staff/operator.ts'
import type { Permission } from '#core/staff/permissions.ts'

/** Who makes a request, as the database has it now, whatever the token once said. */
export interface Principal {
  readonly userId: number
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly permissions: ReadonlySet<Permission>
}
