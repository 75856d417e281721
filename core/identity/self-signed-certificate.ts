import { assert } from '#core/errors/assert.ts'

/** What goes into a certificate: a key (DER SubjectPublicKeyInfo of an Ed25519 key), its name, and who signs with it. */
export interface CertificateParts {
  readonly commonName: string
  readonly spki: Uint8Array
  readonly sign: (bytes: Uint8Array) => Uint8Array
}

const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const BIT_STRING = 0x03
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18
const CONTEXT_0 = 0xa0

const X509_VERSION_3 = 2
const COMMON_NAME_MAX = 64 // RFC 5280, ub-common-name
const ED25519_SPKI_BYTES = 44 // RFC 8410

const lengthBytes = (length: number): readonly number[] => {
  if (length < 0x80) return [length]
  return length < 0x1_00 ? [0x81, length] : [0x82, length >>> 8, length & 255]
}

const der = (tag: number, ...contents: readonly (readonly number[])[]): readonly number[] => {
  const content = contents.flat()
  return [tag, ...lengthBytes(content.length), ...content]
}

const ascii = (text: string): readonly number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0)

const ed25519 = [SEQUENCE, 5, 0x06, 3, 0x2b, 0x65, 0x70] // 1.3.101.112, without parameters (RFC 8410)
const commonNameOid = [0x06, 3, 0x55, 0x04, 0x03] // 2.5.4.3

const nameOf = (commonName: string): readonly number[] =>
  der(SEQUENCE, der(SET, der(SEQUENCE, commonNameOid, der(UTF8_STRING, ascii(commonName)))))

// A device without a battery wakes up in 1970, and pins are checked, never dates: so the certificate is always valid
// (RFC 5280, 4.1.2.5: years up to 2049 as UTCTime; 99991231235959Z says that there is no end).
const always = der(SEQUENCE, der(UTC_TIME, ascii('700101000000Z')), der(GENERALIZED_TIME, ascii('99991231235959Z')))

/**
 * A self-signed X.509 certificate (RFC 5280, RFC 8410) in DER, valid from 1970 to 9999: the envelope in which TLS takes
 * a public key. Nobody reads anything else of it: each side knows the other by the SHA-256 of its key.
 */
export const selfSignedCertificate = ({ commonName, spki, sign }: CertificateParts): Uint8Array => {
  assert(/^[\x20-\x7e]+$/.test(commonName) && commonName.length <= COMMON_NAME_MAX, 'The name is 1 to 64 of ASCII.')
  assert(spki.length === ED25519_SPKI_BYTES, 'The key is an Ed25519 key.')
  const version = der(CONTEXT_0, der(INTEGER, [X509_VERSION_3]))
  const serial = der(INTEGER, [1])
  const name = nameOf(commonName)
  const signed = der(SEQUENCE, version, serial, ed25519, name, always, name, [...spki])
  const signature = sign(Uint8Array.from(signed))
  return Uint8Array.from(der(SEQUENCE, signed, ed25519, der(BIT_STRING, [0], [...signature])))
}
