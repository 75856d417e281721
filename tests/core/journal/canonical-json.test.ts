import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { canonicalJson, type JsonValue } from '#core/journal/canonical-json.ts'

const anyJson = fc.jsonValue() as fc.Arbitrary<JsonValue>

const doubleOf = (bits: string): number => Buffer.from(bits, 'hex').readDoubleBE()

describe('canonical JSON', () => {
  it("writes RFC 8785's example (section 3.2.2) as it is printed there (3.2.3)", () => {
    const source = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`
    expect(canonicalJson(JSON.parse(source) as JsonValue)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  it("sorts RFC 8785's keys (section 3.2.3) by UTF-16 code units", () => {
    const source = String.raw`{
      "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
    }`
    const text = canonicalJson(JSON.parse(source) as JsonValue)
    expect(Object.values(JSON.parse(text.replace('"1":', '"x1":')) as object)).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  // RFC 8785, appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s as %s', (bits, text) => {
    expect(canonicalJson(doubleOf(bits))).toBe(text)
  })

  it('says the same as the value, and only one text for it', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value)
        const read = JSON.parse(text) as JsonValue
        expect(read).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(read)).toBe(text)
      }),
    )
  })

  it('does not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyJson), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed())
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
        const nulls = canonicalJson(Object.fromEntries(Object.keys(value).map((key) => [key, null])))
        expect(nulls).toBe(
          `{${Object.keys(value)
            .toSorted((one, other) => (one < other ? -1 : 1))
            .map((key) => `${JSON.stringify(key)}:null`)
            .join(',')}}`,
        )
      }),
    )
  })

  it('holds no blanks and leaves out what is undefined', () => {
    expect(canonicalJson({ b: undefined, a: [1, { d: undefined }], c: undefined })).toBe('{"a":[1,{}]}')
    expect(canonicalJson({})).toBe('{}')
    expect(canonicalJson([])).toBe('[]')
    expect(canonicalJson({ b: 1, a: undefined, c: '' })).toBe('{"b":1,"c":""}')
  })

  it.each([Number.NaN, Infinity, -Infinity, '\ud800', 'a\udc00', { '\ud800': 1 }])('stops at %j', (value) => {
    expect(() => canonicalJson(value)).toThrow(AssertionError)
    expect(() => canonicalJson([value])).toThrow(AssertionError)
  })
})
