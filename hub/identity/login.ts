import type { NewId } from '#core/ports/new-id.ts'
import type { Role } from '#core/staff/operator.ts'
import type { Reader } from '#hub/db/connection.ts'
import { createRateLimiter, tooManyRequests, type RateLimit } from '#hub/http/rate-limit.ts'
import type { AccessTokens } from '#hub/identity/access-token.ts'
import { unauthorized } from '#hub/identity/authenticate.ts'
import type { Passwords } from '#hub/identity/passwords.ts'
import type { RecordSecurityEvent } from '#hub/identity/security-event.ts'
import { findPasswordHash, findUserByEmail } from '#hub/identity/user-queries.ts'

export interface LoginParts {
  readonly read: Reader
  readonly tokens: AccessTokens
  readonly passwords: Passwords
  readonly recordSecurityEvent: RecordSecurityEvent
  readonly nowMs: () => number
  readonly newId: NewId
  readonly accessTtlSeconds: number
  readonly loginLimit: RateLimit
}

/** What a login brings; `refresh_token` is the access token again, as Vendly v1 has it, until there are real ones. */
export interface Login {
  readonly access_token: string
  readonly refresh_token: string
  readonly token_type: 'bearer'
  readonly expires_in: number
  readonly user_id: number
}

/** Wrong passwords for one account from wherever, in the window of the login limit: a botnet's share of one account. */
const ATTEMPTS_PER_ACCOUNT_FACTOR = 4

/** Checks e-mail and password, at most so often from one address and for one account. */
export function createLogin(parts: LoginParts) {
  const byAddress = createRateLimiter(parts.loginLimit, parts.nowMs)
  const accountLimit = { ...parts.loginLimit, count: parts.loginLimit.count * ATTEMPTS_PER_ACCOUNT_FACTOR }
  const byAccount = createRateLimiter(accountLimit, parts.nowMs)

  const countAttempt = async (email: string, address: string): Promise<void> => {
    const allowances = [byAddress.count(address), byAccount.count(email.toLowerCase())]
    const exceeded = allowances.find(({ isExceeded }) => isExceeded)
    if (exceeded === undefined) return
    await parts.recordSecurityEvent('RATE_LIMIT_EXCEEDED', { userId: null, role: null, detail: 'login' })
    throw tooManyRequests(exceeded)
  }

  const tokenFor = (user: { id: number; email: string; name: string; role: Role }): string => {
    const issuedAt = Math.floor(parts.nowMs() / 1000)
    return parts.tokens.sign({
      sub: String(user.id),
      email: user.email,
      role: user.role,
      name: user.name,
      iat: issuedAt,
      exp: issuedAt + parts.accessTtlSeconds,
      jti: parts.newId(),
    })
  }

  return async (email: string, password: string, address: string): Promise<Login> => {
    await countAttempt(email, address)
    const user = await parts.read.one(findUserByEmail, { email })
    const kept = user && (await parts.read.one(findPasswordHash, { userId: user.id }))
    const isRight = await parts.passwords.matches(password, kept?.password_hash)
    if (!isRight || user === undefined || user.is_active === 0) {
      const details = { userId: user?.id ?? null, role: user?.role ?? null, detail: 'password' }
      await parts.recordSecurityEvent('LOGIN_FAILED', details)
      throw unauthorized('Invalid credentials')
    }
    await parts.recordSecurityEvent('LOGIN_SUCCESS', { userId: user.id, role: user.role, detail: 'password' })
    const token = tokenFor({ ...user, email })
    return {
      access_token: token,
      refresh_token: token,
      token_type: 'bearer',
      expires_in: parts.accessTtlSeconds,
      user_id: user.id,
    }
  }
}
