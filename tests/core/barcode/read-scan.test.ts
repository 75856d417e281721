import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gs1CheckDigit } from '#core/barcode/check-digit.ts'
import { GS1_CHARACTERS_MAX, readScan as readScanOf, SCAN_CHARACTERS_MAX } from '#core/barcode/read-scan.ts'
import { domainErrorCodes } from '#core/errors/domain-error-code.ts'
import { currencyOf } from '#core/money/currency.ts'
import { anyText } from '#tests/support/any-text.ts'

const patterns = ['21IIIIIWWWWWC', '23IIIIIPPPPPC', '2IIIIIVPPPPC']
const context = { today: '2026-11-25', currency: currencyOf('EUR') }
const readScan = (aimId: string | undefined, text: string, list: readonly string[]) =>
  readScanOf(aimId, text, list, context)
const rejected = (reason: string) => ({ kind: 'rejected', reason })

describe('a scan', () => {
  it.each([
    [']E0', '4006381333931', 4_006_381_333_931],
    [']E0', '04252614', 42_100_005_264],
    [']E4', '40170725', 40_170_725],
    [']E3', '400638133393112345', 4_006_381_333_931],
    [']I1', '24012345678905', 24_012_345_678_905],
    [']C0', '4006381333931', 4_006_381_333_931],
    [undefined, '0400000000008', 400_000_000_008],
    [undefined, '042100005264', 42_100_005_264],
  ])('%s %s is a GTIN', (aimId, text, gtin) => {
    expect(readScan(aimId, text, patterns)).toMatchObject({ kind: 'gtin', gtin })
  })

  it('is a label of the shop', () => {
    const label = '210401100850'
    expect(readScan(']E0', label + String(gs1CheckDigit(label)), patterns)).toEqual({
      kind: 'variable_weight',
      itemCode: '04011',
      weightGrams: 850,
    })
    expect(readScan(']E0', label + String(gs1CheckDigit(label)), [])).toMatchObject({ kind: 'gtin' })
  })

  it('is a label on UPC-A too', () => {
    const label = '21234592875'
    const code = label + String(gs1CheckDigit(label))
    expect(readScan(']E0', code, patterns)).toEqual({ kind: 'variable_price', itemCode: '12345', priceMinor: 2875 })
    expect(readScan(']I1', `00${code}`, patterns)).toMatchObject({ kind: 'gtin' })
  })

  it('is text of 128 characters at most', () => {
    const longest = 'x'.repeat(128)
    expect(SCAN_CHARACTERS_MAX).toBe(128)
    expect(readScan(']Q1', longest, patterns)).toEqual({ kind: 'text', text: longest })
  })

  it('is text where it is nothing else', () => {
    for (const [aimId, text] of [
      [undefined, '4011'],
      [undefined, 'SKU-17'],
      [']C0', '5006381333932'],
      [']I0', '123456'],
      [']Q1', 'ftp://example.com/'],
      [']Q1', '(4011'],
      [']?', 'x'],
      ['__proto__', 'x'],
    ] as const) {
      expect(readScan(aimId, text, patterns)).toEqual({ kind: 'text', text })
    }
  })

  it.each([
    [']E0', '4006381333932', 'barcode_check_digit_wrong'],
    [undefined, '5006381333932', 'barcode_check_digit_wrong'],
    [undefined, '4006381333932', 'card_number_refused'],
    [undefined, '02345689', 'barcode_check_digit_wrong'],
    [']I1', '24012345678909', 'barcode_check_digit_wrong'],
    [']E3', '400638133393245', 'barcode_check_digit_wrong'],
    [']E0', '40063813', 'barcode_check_digit_wrong'],
    [']E0', '400638', 'barcode_invalid'],
    [']E0', 'https://x', 'barcode_invalid'],
    [undefined, '', 'barcode_invalid'],
    [undefined, '\u001B]0;owned\u0007', 'barcode_invalid'],
    [']C0', 'a\nb', 'barcode_invalid'],
    [']Q1', 'x'.repeat(SCAN_CHARACTERS_MAX + 1), 'barcode_invalid'],
    [']C1', `0104006381333931${'\u001D'.repeat(GS1_CHARACTERS_MAX)}`, 'barcode_invalid'],
    [']Q1', 'https://example.com/', 'barcode_invalid'],
    [']C1', '0104006381333932', 'barcode_check_digit_wrong'],
    [']C1', '5012345678900', 'barcode_invalid'],
    [']C1', '', 'barcode_invalid'],
    [']C1', '010400638133393121 4111', 'barcode_invalid'],
    [']C1', '010400638133393121SN4111111111111111', 'card_number_refused'],
    [']C1', '01040063813339313103000000', 'quantity_out_of_range'],
    [']C1', '01040063813339313100000100', 'quantity_out_of_range'],
    [']C1', '010400638133393131030002503922000', 'price_out_of_range'],
    [']C1', '0104006381333931310300025039235', 'price_out_of_range'],
    [']C1', '01040063813339313103000250392099999999999999', 'price_out_of_range'],
    [undefined, '4111111111111111', 'card_number_refused'],
    [']C0', '4111 1111 1111 1111', 'card_number_refused'],
  ])('%s %j is rejected: %s', (aimId, text, reason) => {
    expect(readScan(aimId, text, patterns)).toEqual(rejected(reason))
  })

  it('is an item with what else its GS1 data says', () => {
    const text = '04006381333931'
    const item = { kind: 'gtin', gtin: 4_006_381_333_931, text }
    expect(readScan(']C1', `01${text}`, patterns)).toStrictEqual(item)
    expect(readScan(']e0', `01${text}1726120010L7\u001D21S9`, patterns)).toStrictEqual({
      ...item,
      attributes: { lot: 'L7', expiryDate: '2026-12-31', serial: 'S9' },
    })
    expect(readScan(']Q3', `01${text}152612311626122470032612231800\u001D17261224`, patterns)).toStrictEqual({
      ...item,
      attributes: { expiryDate: '2026-12-23', sellByDate: '2026-12-24', bestBeforeDate: '2026-12-31' },
    })
    expect(readScan(']C1', `01${text}31030012503922299`, patterns)).toStrictEqual({
      ...item,
      weightGrams: 1250,
      priceMinor: 299,
    })
    expect(readScan(']E0', `${text.slice(1)}|]e017260101`, patterns)).toStrictEqual({
      ...item,
      attributes: { expiryDate: '2026-01-01' },
    })
    const link = `https://example.com/01/${text.slice(1)}/10/L%2F7?17=261231`
    for (const aimId of [']Q1', undefined]) {
      expect(readScan(aimId, link, patterns)).toStrictEqual({
        ...item,
        attributes: { lot: 'L/7', expiryDate: '2026-12-31' },
      })
    }
    expect(readScan(undefined, `(01)${text}(10)L7`, patterns)).toStrictEqual({ ...item, attributes: { lot: 'L7' } })
  })

  it('is GS1 data about something else', () => {
    expect(readScan(']C1', '8018012345678901234560', patterns)).toStrictEqual({
      kind: 'gs1',
      text: '(8018)012345678901234560',
      elements: [{ ai: '8018', value: '012345678901234560' }],
    })
    expect(readScan(']e0', '8110012345612345611110123', patterns)).toMatchObject({
      kind: 'gs1',
      text: '(8110)012345612345611110123',
    })
  })

  it('always comes to something', () => {
    const text = fc.oneof(anyText, fc.stringMatching(/^\d{0,20}$/u), fc.string())
    const aimId = fc.oneof(fc.constant(undefined), fc.constantFrom(']E0', ']E3', ']E4', ']C1', ']I1'), fc.string())
    const pattern = fc.oneof(fc.constantFrom(...patterns), fc.string())
    fc.assert(
      fc.property(aimId, text, fc.array(pattern), (id, code, list) => {
        const scan = readScan(id, code, list)
        const codes: readonly string[] = domainErrorCodes
        expect(scan.kind !== 'rejected' || codes.includes(scan.reason)).toBe(true)
        expect(scan.kind !== 'gtin' || Number.isSafeInteger(scan.gtin)).toBe(true)
      }),
    )
  })
})
