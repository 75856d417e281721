import { createHash, generateKeyPairSync, sign, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { selfSignedCertificate } from '#core/identity/self-signed-certificate.ts'

const make = (commonName: string): { certificate: X509Certificate; spki: Buffer } => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const bytes = selfSignedCertificate({ commonName, spki, sign: (signed) => sign(null, signed, privateKey) })
  return { certificate: new X509Certificate(bytes), spki }
}

describe('a self-signed certificate', () => {
  it('is read by OpenSSL: name, key, signature, and always valid', () => {
    const { certificate, spki } = make('vendly device')
    expect(certificate.subject).toBe('CN=vendly device')
    expect(certificate.issuer).toBe('CN=vendly device')
    expect(certificate.publicKey.export({ type: 'spki', format: 'der' })).toEqual(spki)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.validFromDate.toISOString()).toBe('1970-01-01T00:00:00.000Z')
    expect(certificate.validToDate.toISOString()).toBe('9999-12-31T23:59:59.000Z')
    expect(createHash('sha256').update(certificate.raw).digest('hex')).toHaveLength(64)
  })

  it('takes names up to 64 characters, whose lengths need the long form', () => {
    expect(make('n'.repeat(64)).certificate.subject).toBe(`CN=${'n'.repeat(64)}`)
    expect(() => make('n'.repeat(65))).toThrow('ASCII')
    expect(() => make('é')).toThrow('ASCII')
  })
})
