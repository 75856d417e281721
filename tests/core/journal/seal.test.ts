import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { canonicalJson, type JsonValue } from '#core/journal/canonical-json.ts'
import { ENTRY_BYTES_MAX } from '#core/journal/entry.ts'
import { hashedText, privateHash, sealEntry, type EntryDraft } from '#core/journal/seal.ts'
import { isSealable } from '#core/journal/sealable.ts'
import { utf8Bytes } from '#core/journal/utf8-bytes.ts'
import { sha256, signedIn, uuid } from '#tests/core/journal/chain.ts'

const draft: EntryDraft = signedIn(uuid(1), 2, 'a'.repeat(64))
const part = { salt: 'ab'.repeat(16), data: { name: 'Asha', phone: '1' } }

describe('a sealed entry', () => {
  it('has the SHA-256 of its canonical text', () => {
    const { entry, text } = sealEntry(draft, sha256)
    expect(text).toBe(canonicalJson(draft as unknown as JsonValue))
    expect(entry).toEqual({ ...draft, hash: sha256(text) })
    expect(hashedText(entry)).toBe(text)
  })

  it('has another hash when anything in it is another, but for the private part', () => {
    const { hash } = sealEntry(draft, sha256).entry
    const others = {
      stream: uuid(2),
      seq: 3,
      id: uuid(3),
      type: 'signed_out',
      at: '2026-03-01T09:00:00.001Z',
      clockTrusted: false,
      monotonicMs: 1,
      businessDate: '2026-03-01',
      actor: { kind: 'operator', id: 1 },
      body: { operatorId: 9 },
      prevHash: 'b'.repeat(64),
    }
    expect(Object.keys(others).toSorted()).toEqual(Object.keys(draft).toSorted())
    for (const [field, value] of Object.entries(others)) {
      expect(sha256(hashedText({ ...draft, [field]: value }))).not.toBe(hash)
    }
    expect(sealEntry({ ...draft, private: part }, sha256).entry.hash).toBe(hash)
  })

  it('is at most 512 KiB of text, to the byte', () => {
    const withNote = (note: string): EntryDraft => ({ ...draft, body: Object.assign({ operatorId: 1 }, { note }) })
    const long = (bytes: number): EntryDraft => {
      const room = bytes - utf8Bytes(hashedText(withNote('')))
      return withNote('é'.repeat(room >> 1) + 'x'.repeat(room & 1))
    }
    const { text } = sealEntry(long(ENTRY_BYTES_MAX), sha256)
    expect(Buffer.byteLength(text)).toBe(ENTRY_BYTES_MAX)
    expect(() => sealEntry(long(ENTRY_BYTES_MAX + 1), sha256)).toThrow(AssertionError)
  })

  it('holds plain facts only', () => {
    expect(() => sealEntry({ ...draft, monotonicMs: 2 ** 53 }, sha256)).toThrow(AssertionError)
    expect(() => sealEntry({ ...draft, private: { ...part, data: { name: '\ud800' } } }, sha256)).toThrow(
      AssertionError,
    )
  })
})

describe('what may be sealed', () => {
  const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))

  it.each([null, undefined, true, '', 'é😀', 0, -1.5, Number.MAX_SAFE_INTEGER, { a: [1, { b: 'c' }] }, nested(16)])(
    'is %j',
    (value) => {
      expect(isSealable(value)).toBe(true)
    },
  )

  it.each([Number.NaN, Infinity, 2 ** 53, -1e300, '\ud800', { '\udc00': 1 }, [['a\ud800']], nested(17), 1n, () => 0])(
    'is not %s',
    (value) => {
      expect(isSealable(value)).toBe(false)
    },
  )

  it('is decided without a stack overflow, however deep it nests', () => {
    expect(isSealable(nested(200_000))).toBe(false)
  })

  it('is what canonical JSON can write', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        fc.pre(isSealable(value))
        expect(JSON.parse(canonicalJson(value as JsonValue))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('the hash of a private part', () => {
  it('is that of the salt and the canonical text', () => {
    expect(privateHash(part, sha256)).toBe(sha256(`${part.salt}{"name":"Asha","phone":"1"}`))
    const turned = { ...part, data: { phone: '1', name: 'Asha' } }
    expect(privateHash(turned, sha256)).toBe(privateHash(part, sha256))
  })

  it('differs by salt and by data', () => {
    const hashes = [part, { ...part, salt: 'cd'.repeat(16) }, { ...part, data: { name: 'Asha', phone: '2' } }]
    expect(new Set(hashes.map((one) => privateHash(one, sha256))).size).toBe(3)
  })
})

describe('the bytes of a text', () => {
  it('are those of UTF-8', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0x10_ff_ff })), (points) => {
        const text = String.fromCodePoint(...points).toWellFormed()
        expect(utf8Bytes(text)).toBe(Buffer.byteLength(text))
      }),
    )
    expect(['\u007f', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\ue000', '\uffff', '😀'].map(utf8Bytes)).toEqual([
      1, 2, 2, 3, 3, 3, 3, 4,
    ])
  })
})
