import type { FastifyRequest } from 'fastify'
import { heldPermissions } from '#core/staff/may.ts'
import type { Permission } from '#core/staff/permissions.ts'
import type { Reader } from '#hub/db/connection.ts'
import { HttpError } from '#hub/http/http-error.ts'
import type { RouteAccess } from '#hub/http/server.ts'
import type { AccessTokens } from '#hub/identity/access-token.ts'
import type { Principal } from '#hub/identity/principal.ts'
import { permissionMissing } from '#hub/identity/require-permission.ts'
import type { RecordSecurityEvent } from '#hub/identity/security-event.ts'
import { findUser } from '#hub/identity/user-queries.ts'

export interface AuthenticationParts {
  readonly tokens: AccessTokens
  readonly read: Reader
  readonly recordSecurityEvent: RecordSecurityEvent
}

/** 401 with the challenge that RFC 6750 asks for. */
export const unauthorized = (detail: string): HttpError =>
  new HttpError(401, 'unauthorized', detail, { headers: { 'www-authenticate': 'Bearer' } })

const bearerToken = (request: FastifyRequest): string => {
  const [scheme = '', token, ...rest] = (request.headers.authorization ?? '').split(' ')
  if (scheme.toLowerCase() !== 'bearer' || token === undefined || rest.length > 0)
    throw unauthorized('Not authenticated')
  return token
}

/** Finds who asks, as the database has them now: a token outlives neither the account nor its role. */
const findPrincipal = async ({ tokens, read }: AuthenticationParts, request: FastifyRequest): Promise<Principal> => {
  const claims = tokens.verify(bearerToken(request))
  const id = Number(claims?.sub)
  if (!Number.isSafeInteger(id)) throw unauthorized('Invalid token')
  const user = await read.one(findUser, { id })
  if (user === undefined) throw unauthorized('User not found')
  if (user.is_active === 0) throw unauthorized('User is inactive')
  return {
    userId: user.id,
    email: user.email ?? '',
    name: user.name,
    role: user.role,
    permissions: heldPermissions({
      role: user.role,
      // The lists were checked when they became an entry.
      grants: JSON.parse(user.grants) as Permission[],
      denials: JSON.parse(user.denials) as Permission[],
    }),
  }
}

/** The hook that lets a request in: before its body is read, by what its route says. */
export const createAuthentication =
  (parts: AuthenticationParts) =>
  async (request: FastifyRequest): Promise<void> => {
    // Where there is no route there is nothing to protect, and 404 to say.
    const access: RouteAccess = request.routeOptions.config.access ?? 'anyone'
    if (access === 'anyone') return
    const principal = await findPrincipal(parts, request)
    request.principal = principal
    if (access === 'signed_in' || principal.permissions.has(access)) return
    await parts.recordSecurityEvent('UNAUTHORIZED_ACCESS', {
      userId: principal.userId,
      role: principal.role,
      detail: `${request.method} ${request.routeOptions.url ?? ''} needs ${access}`,
    })
    throw permissionMissing(access)
  }
