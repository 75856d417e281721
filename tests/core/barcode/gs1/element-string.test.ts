import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseBracketed } from '#core/barcode/gs1/bracketed.ts'
import { checkCompanions } from '#core/barcode/gs1/companions.ts'
import { parseElementString } from '#core/barcode/gs1/element-string.ts'
import { formatElements, isGs1Fault, type Gs1Element } from '#core/barcode/gs1/gs1-element.ts'
import { readCarrier } from '#core/barcode/gs1/read-carrier.ts'

const GS = '\u001D'
const gtin = '04006381333931'
const of = (...pairs: ReadonlyArray<readonly [string, string]>): Gs1Element[] =>
  pairs.map(([ai, value]) => ({ ai, value }))

describe('an element string', () => {
  it.each([
    [`01${gtin}`, of(['01', gtin])],
    [`01${gtin}10AB`, of(['01', gtin], ['10', 'AB'])],
    [`10AB${GS}01${gtin}`, of(['10', 'AB'], ['01', gtin])],
    // A separator behind a value of predefined length, and one at the very end, do no harm.
    [`01${gtin}${GS}10AB${GS}`, of(['01', gtin], ['10', 'AB'])],
    [`10AB${GS}10AB`, of(['10', 'AB'], ['10', 'AB'])],
    ['255950110153000312345678901', of(['255', '950110153000312345678901'])],
    ['2559501101530003', of(['255', '9501101530003'])],
    ['8008260101093045', of(['8008', '260101093045'])],
    ['800826010109', of(['8008', '26010109'])],
    ['423276826', of(['423', '276826'])],
    ['4330012345-', of(['4330', '012345-'])],
    ['8010ABC', 'value_invalid'],
    ['80101234#-/A', of(['8010', '1234#-/A'])],
    ['80101234a', 'value_invalid'],
    ['8030ab-_==', of(['8030', 'ab-_=='])],
    ['8030ab-_===', 'value_invalid'],
    ['8030a+', 'value_invalid'],
    ['', 'empty'],
    [GS, 'ai_unknown'],
    [`${GS}01${gtin}`, 'ai_unknown'],
    [`10AB${GS}${GS}01${gtin}`, 'ai_unknown'],
    ['89AB', 'ai_unknown'],
    ['0', 'ai_unknown'],
    ['10', 'value_invalid'],
    [`10${GS}01${gtin}`, 'value_invalid'],
    ['010400638133393', 'value_invalid'],
    [`0104006${GS}81333931`, 'value_invalid'],
    ['01040063813339A1', 'value_invalid'],
    ['0104006381333932', 'check_digit_wrong'],
    ['8013123422', 'check_digit_wrong'],
    ['8013A23422', 'check_digit_wrong'],
    ['10123456789012345678901', 'value_invalid'],
    ['10A B', 'value_invalid'],
    ['10A^B', 'value_invalid'],
    ['10Ä', 'value_invalid'],
    ['17260230', 'value_invalid'],
    ['3932000250', 'value_invalid'],
    ['8008260101094', 'value_invalid'],
    ['42327682', 'value_invalid'],
    [`10AB${GS}10AC`, 'repeated'],
  ])('%j', (text, expected) => {
    expect(parseElementString(text)).toEqual(expected)
  })

  it('is the same when it is written with brackets', () => {
    const lot = fc.stringMatching(/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/u)
    fc.assert(
      fc.property(lot, lot, (first, second) => {
        const elements = of(['01', gtin], ['10', first], ['21', second])
        expect(parseElementString(`01${gtin}10${first}${GS}21${second}`)).toEqual(elements)
        expect(parseBracketed(formatElements(elements))).toEqual(elements)
      }),
    )
  })
})

describe('text with brackets', () => {
  it.each([
    [String.raw`(10)A\(B)C(21)1`, of(['10', 'A(B)C'], ['21', '1'])],
    ['', 'empty'],
    ['(89)1', 'ai_unknown'],
    ['(10)A(10)A', of(['10', 'A'], ['10', 'A'])],
    ['(10)A(10)B', 'repeated'],
    ['(10)A(B', 'value_invalid'],
    [String.raw`(10)A\B`, 'value_invalid'],
    ['x(10)A', 'value_invalid'],
    ['(10)A)', of(['10', 'A)'])],
    ['(01)04006381333932', 'check_digit_wrong'],
  ])('%s', (text, expected) => {
    expect(parseBracketed(text)).toEqual(expected)
  })
})

describe('companions', () => {
  it.each([
    ['(01)', undefined],
    ['(10)', 'companion_missing'],
    ['(01)(10)', undefined],
    ['(8006)(10)', undefined],
    ['(02)', 'companion_missing'],
    ['(02)(37)', 'companion_missing'],
    ['(00)(02)(37)', undefined],
    ['(01)(37)', 'companion_excluded'],
    ['(37)(01)', 'companion_missing'],
    ['(01)(3922)', 'companion_missing'],
    ['(01)(30)(3922)', undefined],
    ['(01)(3103)(3922)', undefined],
    ['(01)(3199)(3922)', undefined],
    ['(01)(3600)(3922)', undefined],
    ['(01)(3300)(3922)', 'companion_missing'],
    ['(3103)(3922)', 'companion_missing'],
    ['(01)(3103)(3922)(3932)', 'companion_excluded'],
    ['(01)(3103)(3102)', 'companion_excluded'],
    ['(01)(250)', 'companion_missing'],
    ['(01)(21)(250)', undefined],
    ['(01)(21)(235)', 'companion_excluded'],
    ['(255)(3900)', undefined],
    ['(255)(3900)(3940)', 'companion_excluded'],
    ['(415)(8020)', undefined],
    ['(415)', 'companion_missing'],
    ['(8017)(8018)', 'companion_excluded'],
    // One twice is no companion of itself.
    ['(3103)(3103)(01)', undefined],
    ['(10)(10)', 'companion_missing'],
  ])('%s', (ais, expected) => {
    const elements = Array.from(ais.matchAll(/\d+/gu), ([ai]) => ({ ai, value: '1' }))
    expect(checkCompanions(elements)).toBe(expected)
  })
})

describe('what a symbol carries', () => {
  it.each([
    [']C1', `01${gtin}10A`, of(['01', gtin], ['10', 'A'])],
    [']C1', '10A', 'companion_missing'],
    [']C1', '', 'empty'],
    [']E0', '4006381333931', undefined],
    [']E0', `4006381333931|]e010A${GS}21B`, of(['01', gtin], ['10', 'A'], ['21', 'B'])],
    [']E3', '4006381333931|]e010A', of(['01', gtin], ['10', 'A'])],
    [']E0', '042100005264|]e010A', of(['01', '00042100005264'], ['10', 'A'])],
    [']E4', '04252614|]e010A', of(['01', '00042100005264'], ['10', 'A'])],
    [']E0', '4006381333932|]e010A', 'check_digit_wrong'],
    [']E0', '|]e010A', 'check_digit_wrong'],
    [']E0', '4006381333931|]e0', 'empty'],
    [']E0', '4006381333931|]e08', 'ai_unknown'],
    [']E0', '4006381333931|]e0235A', of(['01', gtin], ['235', 'A'])],
    [']E0', '4006381333931|]e025595011015300031', 'companion_excluded'],
    [']I1', `(01)${gtin}`, undefined],
    [']I1', 'https://a/01/4006381333931', undefined],
    [']C0', `(01)${gtin}`, of(['01', gtin])],
    [undefined, `(01)${gtin}`, of(['01', gtin])],
    [undefined, '(1)4', undefined],
    [undefined, 'x(01)', undefined],
    [undefined, '(01)4', 'value_invalid'],
    [undefined, 'https://a/01/4006381333931', of(['01', gtin])],
    [']Q1', 'http://a/01/4006381333931', of(['01', gtin])],
    [']Q1', 'HTTPS://A/01/4006381333931', of(['01', gtin])],
    [']Q1', 'hTTps://a/01/4006381333931', 'link_invalid'],
    [']Q1', 'see https://a/01/4006381333931', undefined],
    [']Q1', 'https:/a/01/4006381333931', undefined],
    [']Q3', 'https://a/01/4006381333931', 'ai_unknown'],
  ])('%s %s', (aimId, text, expected) => {
    const carried = readCarrier(aimId, text)
    expect(carried).toEqual(expected)
    expect(carried !== undefined && isGs1Fault(carried)).toBe(typeof expected === 'string')
  })
})
