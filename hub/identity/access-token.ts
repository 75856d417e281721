import { createHmac, timingSafeEqual } from 'node:crypto'

/** What an access token says: RFC 7519 names, and Vendly's. Times in seconds since 1970. */
interface TokenClaims {
  readonly sub: string
  readonly email: string
  readonly role: string
  readonly name: string
  readonly iat: number
  readonly exp: number
  readonly jti: string
}

/** Signs and verifies JSON Web Tokens, HS256 only (RFC 7515, RFC 7518 section 3.2). */
export interface AccessTokens {
  readonly sign: (claims: TokenClaims) => string
  /** The claims of a token that is ours and not over, else undefined. */
  readonly verify: (token: string) => TokenClaims | undefined
}

const HEADER = { alg: 'HS256', typ: 'JWT' }
/** Longer than any token we make. */
const TOKEN_LENGTH_MAX = 2048
/** Verified tokens remembered: verifying costs as much as answering from memory. */
const VERIFIED_MAX = 5000

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const decode = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

const isOurHeader = (header: unknown): boolean =>
  typeof header === 'object' && header !== null && 'alg' in header && header.alg === HEADER.alg && !('crit' in header)

const isClaims = (value: unknown): value is TokenClaims =>
  typeof value === 'object' &&
  value !== null &&
  'sub' in value &&
  typeof value.sub === 'string' &&
  'exp' in value &&
  typeof value.exp === 'number'

/** `secret` is the setting JWT_SECRET; `nowMs` tells when tokens are over. */
export function createAccessTokens(secret: string, nowMs: () => number): AccessTokens {
  const verified = new Map<string, TokenClaims>()
  const mac = (signed: string): Buffer => createHmac('sha256', secret).update(signed).digest()

  const check = (token: string): TokenClaims | undefined => {
    const [header = '', payload = '', signature = '', ...rest] = token.split('.')
    if (rest.length > 0 || !isOurHeader(decode(header))) return undefined
    const given = Buffer.from(signature, 'base64url')
    const wanted = mac(`${header}.${payload}`)
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
    const claims = decode(payload)
    return isClaims(claims) ? claims : undefined
  }

  const remember = (token: string, claims: TokenClaims): void => {
    const [oldest] = verified.keys()
    if (verified.size >= VERIFIED_MAX && oldest !== undefined) verified.delete(oldest)
    verified.set(token, claims)
  }

  return {
    sign: (claims) => {
      const signed = `${encode(HEADER)}.${encode(claims)}`
      return `${signed}.${mac(signed).toString('base64url')}`
    },
    verify: (token) => {
      if (token.length > TOKEN_LENGTH_MAX) return undefined
      const known = verified.get(token)
      const claims = known ?? check(token)
      if (claims === undefined) return undefined
      if (claims.exp * 1000 <= nowMs()) {
        verified.delete(token)
        return undefined
      }
      if (known === undefined) remember(token, claims)
      return claims
    },
  }
}
