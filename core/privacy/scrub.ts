import { hideCardNumbers } from '#core/privacy/hide-card-numbers.ts'

/** What stands in a log where something was that no log may hold. */
export const SCRUBBED = '[hidden]'

/** Deeper than any of our objects; what is beyond is not logged. */
const DEPTH_MAX = 6

// The names that secrets and personal data go by, in any spelling.
const SECRET_NAME =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|pin|otp|totp|cvv|cvc|pan|email|e_?mail|phone|address|full_?name|customer_?name|notes?|private|salt|recovery_?codes?|backup_?codes?)$|password|passwd|secret|token|api_?key|private_?key|encryption_?key|pepper|verifier|card_?number/iu

const BEARER = /\b(bearer|basic)\s+[\w\-.~+/=]+/giu
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/gu
const QUERY_SECRET = /([?&](?:token|access_token|api_key|key|code)=)[^&\s"]+/giu
const EMAIL = /[\w.+-]+@[\w-]+\.[\w.-]+/gu

/** Text for a log: no bearer tokens, JWTs, tokens in addresses, e-mail addresses or card numbers. */
export const scrubText = (text: string): string =>
  hideCardNumbers(text)
    .replaceAll(JWT, SCRUBBED)
    .replaceAll(BEARER, `$1 ${SCRUBBED}`)
    .replaceAll(QUERY_SECRET, `$1${SCRUBBED}`)
    .replaceAll(EMAIL, SCRUBBED)

const scrubError = (error: Error, depth: number): unknown => ({
  type: error.name,
  message: scrubText(error.message),
  stack: scrubText(error.stack ?? ''),
  ...('code' in error ? { code: scrub(error.code, depth + 1) } : {}),
  ...(error.cause === undefined ? {} : { cause: scrub(error.cause, depth + 1) }),
})

/** A value for a log: every field with a secret's or a person's name is hidden, every text passes `scrubText`. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEPTH_MAX) return SCRUBBED
  if (value instanceof Error) return scrubError(value, depth)
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, SECRET_NAME.test(name) ? SCRUBBED : scrub(item, depth + 1)]),
  )
}
