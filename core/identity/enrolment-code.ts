import { formatToken, parseToken } from '#core/identity/enrolment-token.ts'

/** What a device has to know to enrol. A typed token carries no pin and no address: the proofs make the pin needless. */
export interface EnrolmentCode {
  readonly token: Uint8Array
  readonly hubPin?: string
  /** `host:port` of the hub's HTTPS listener for devices, the likeliest first. */
  readonly addresses: readonly string[]
}

const SCHEME = 'vendly:'
const ADDRESSES_MAX = 8 // a hub has a few network cards, and a QR code must stay readable
const CODE_CHARACTERS_MAX = 1024
const addressPattern = /^(?:\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253}):\d{1,5}$/
const pinPattern = /^[0-9a-f]{64}$/

/** The text of the QR code, or of a token file: `vendly:TOKEN?pin=…&at=host:port,host:port`. */
export const formatEnrolmentCode = (code: EnrolmentCode): string => {
  const fields = [
    ...(code.hubPin === undefined ? [] : [`pin=${code.hubPin}`]),
    ...(code.addresses.length === 0 ? [] : [`at=${code.addresses.join(',')}`]),
  ]
  return `${SCHEME}${formatToken(code.token)}${fields.length === 0 ? '' : `?${fields.join('&')}`}`
}

const readFields = (query: string): { hubPin?: string; addresses: readonly string[] } | undefined => {
  const fields = new Map(
    query
      .split('&')
      .filter((field) => field !== '')
      .map((field) => {
        const at = field.indexOf('=')
        return at < 0 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)]
      }),
  )
  const hubPin = fields.get('pin')
  const addresses = fields.get('at')?.split(',') ?? []
  if (hubPin !== undefined && !pinPattern.test(hubPin)) return undefined
  if (addresses.length > ADDRESSES_MAX || !addresses.every((address) => addressPattern.test(address))) return undefined
  return hubPin === undefined ? { addresses } : { hubPin, addresses }
}

/** Reads what was scanned, typed or found in a file; undefined when it is neither a code nor a token. */
export const parseEnrolmentCode = (text: string): EnrolmentCode | undefined => {
  const trimmed = text.trim()
  if (trimmed.length > CODE_CHARACTERS_MAX) return undefined
  const bare = trimmed.toLowerCase().startsWith(SCHEME) ? trimmed.slice(SCHEME.length) : trimmed
  const [tokenText = '', query = ''] = bare.split('?', 2)
  const token = parseToken(tokenText)
  const fields = readFields(query)
  return token === undefined || fields === undefined ? undefined : { token, ...fields }
}
