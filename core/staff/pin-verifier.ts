import { DomainError } from '#core/errors/domain-error.ts'

/** Argon2id (RFC 9106) of `text` with `saltHex`: 32 bytes as lowercase hexadecimal. */
export type Argon2id = (
  text: string,
  saltHex: string,
  cost: { readonly memoryKib: number; readonly passes: number },
) => string

/** OWASP's second choice for Argon2id: about 30 ms here, and 19 MiB for each guess. */
const cost = { memoryKib: 19_456, passes: 2 }

/** What is shorter is no PIN. */
export const PIN_DIGITS_MIN = 4

/** What a till knows of people lets them sell for so long after it last heard the hub: as long as it may sell at all. */
export const VERIFIER_SELLS_MS = 35 * 86_400_000

/** And lets them allow what others may not for so long: whoever left the shop keeps that least. */
export const VERIFIER_ALLOWS_MS = 7 * 86_400_000

const pinPattern = /^\d{4,8}$/u
const verifierPattern = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=1\$([0-9a-f]{32})\$([0-9a-f]{64})$/u

/** The verifier of a PIN of four to eight digits, in the form of a PHC string (with hexadecimal fields); 'text_invalid' for any other text. */
export function makePinVerifier(pin: string, saltHex: string, argon2id: Argon2id): string | DomainError {
  if (!pinPattern.test(pin)) return new DomainError('text_invalid', 'A PIN is four to eight digits.')
  return `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=1$${saltHex}$${argon2id(pin, saltHex, cost)}`
}

/** True when the PIN is the one that the verifier was made of; a malformed verifier fits none. */
export function checkPin(pin: string, verifier: string, argon2id: Argon2id): boolean {
  const [, memoryKib, passes, saltHex, hash] = verifierPattern.exec(verifier) ?? []
  if (saltHex === undefined || hash === undefined || !pinPattern.test(pin)) return false
  return argon2id(pin, saltHex, { memoryKib: Number(memoryKib), passes: Number(passes) }) === hash
}
