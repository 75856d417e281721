import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDigitalLink } from '#core/barcode/gs1/digital-link.ts'
import { isGs1Fault } from '#core/barcode/gs1/gs1-element.ts'

const gtin = '04006381333931'
const written = (uri: string): string => {
  const found = parseDigitalLink(uri)
  return isGs1Fault(found) ? found : found.map(({ ai, value }) => `${ai}=${value}`).join(' ')
}

describe('a Digital Link', () => {
  it.each([
    [`/01/${gtin}`, `01=${gtin}`],
    ['/01/4006381333931', `01=${gtin}`],
    ['/01/042100005264', '01=00042100005264'],
    ['/01/40170725', '01=00000040170725'],
    ['/01/400638133393', 'check_digit_wrong'],
    ['/01/4006381', 'value_invalid'],
    ['/01/400638133393%31', `01=${gtin}`],
    [`/01/${gtin}/22/A/10/B/21/C`, `01=${gtin} 22=A 10=B 21=C`],
    [`/01/${gtin}/22/A/21/C`, `01=${gtin} 22=A 21=C`],
    [`/01/${gtin}/235/A`, `01=${gtin} 235=A`],
    [`/01/${gtin}/10/B/22/A`, 'link_invalid'],
    [`/01/${gtin}/10/B/10/B`, 'link_invalid'],
    [`/01/${gtin}/10/B/235/A`, 'link_invalid'],
    [`/01/${gtin}/254/A`, 'link_invalid'],
    ['/414/9520123456788/254/A', '414=9520123456788 254=A'],
    ['/414/9520123456788/7040/1ABC', '414=9520123456788 7040=1ABC'],
    ['/415/9520123456788/8020/A', '415=9520123456788 8020=A'],
    [`/10/A/01/${gtin}`, `01=${gtin}`],
    [`/01/1/01/${gtin}`, `01=${gtin}`],
    [`/x/01/${gtin}`, `01=${gtin}`],
    [`/01/${gtin}/`, 'link_invalid'],
    [`/01/${gtin}/10`, 'link_invalid'],
    [`/01/${gtin}/x/A`, 'link_invalid'],
    ['/01/', 'value_invalid'],
    ['/01', 'link_invalid'],
    [`/01/${gtin}/10/A%2FB`, `01=${gtin} 10=A/B`],
    [`/01/${gtin}/10/A%2fB`, `01=${gtin} 10=A/B`],
    [`/01/${gtin}/10/A+B`, `01=${gtin} 10=A+B`],
    [`/01/${gtin}/10/A%`, `01=${gtin} 10=A%`],
    [`/01/${gtin}/10/A%2`, `01=${gtin} 10=A%2`],
    [`/01/${gtin}/10/A%00`, 'value_invalid'],
    [`/01/${gtin}/10/A%20B`, 'value_invalid'],
    [`/01/${gtin}/10/%C3%84`, 'value_invalid'],
    [`/01/${gtin}?17=261231&11=260101`, `01=${gtin} 17=261231 11=260101`],
    [`/01/${gtin}?99=A%2BB`, `01=${gtin} 99=A+B`],
    [`/01/${gtin}?99=A+B`, 'value_invalid'],
    [`/01/${gtin}?99=A=B`, `01=${gtin} 99=A=B`],
    [`/01/${gtin}?99=`, 'value_invalid'],
    [`/01/${gtin}?99`, `01=${gtin}`],
    [`/01/${gtin}?linkType=all&99=A`, `01=${gtin} 99=A`],
    [`/01/${gtin}?=A`, `01=${gtin}`],
    [`/01/${gtin}?999=A`, 'link_invalid'],
    [`/01/${gtin}?99=A&99=A`, 'repeated'],
    [`/01/${gtin}?17=261232`, 'value_invalid'],
    [`/01/${gtin}?21=A`, 'link_invalid'],
    [`/01/${gtin}?22=A`, 'link_invalid'],
    [`/01/${gtin}/21/C?10=A`, 'link_invalid'],
    [`/01/${gtin}/235/C?10=A`, `01=${gtin} 235=C 10=A`],
    [`/01/${gtin}?01=${gtin}`, 'link_invalid'],
    ['/8004/9520614141234567?01=4006381333931', 'value_invalid'],
    [`/01/${gtin}?99=A#10=B?x`, `01=${gtin} 99=A`],
    [`/01/${gtin}#?99=A`, `01=${gtin}`],
    [`/01/${gtin}?99=a/b?c`, `01=${gtin} 99=a/b?c`],
    [`/01/${gtin}?99=Ä`, 'link_invalid'],
    [`/01/${gtin} `, 'link_invalid'],
  ])('https://example.com%s', (path, expected) => {
    expect(written(`https://example.com${path}`)).toBe(expected)
  })

  it.each(['a:8080', '192.0.2.1', '[2001:db8::1]', 'A-b.example'])('may stand at %s', (site) => {
    expect(written(`http://${site}/01/${gtin}`)).toBe(`01=${gtin}`)
  })

  it.each(['', 'user@a', 'a_b', 'a%20b', 'a?b', 'a#b', 'ä', 'a b'])('stands not at %j', (site) => {
    expect(written(`http://${site}/01/${gtin}`)).toBe('link_invalid')
  })

  it('carries any lot and serial number, percent-encoded', () => {
    const value = fc.stringMatching(/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/u)
    fc.assert(
      fc.property(value, value, (lot, serial) => {
        const uri = `https://a/01/${gtin}/10/${encodeURIComponent(lot)}/21/${encodeURIComponent(serial)}`
        expect(parseDigitalLink(uri.replaceAll('"', '%22').replaceAll("'", '%27'))).toEqual([
          { ai: '01', value: gtin },
          { ai: '10', value: lot },
          { ai: '21', value: serial },
        ])
      }),
    )
  })
})
