import { expect, test } from 'vitest'
import { meera } from '#tests/support/tiny-catalogue.ts'
import { action, startSelling } from '#tests/support/tiny-till.ts'

const EXEMPT = action('exempt_tax')

test('by a certificate and a manager nothing is taxed, and without it again everything', () => {
  const till = startSelling()
  till.do('14⏎', '0420000000013⏎')
  const before = till.state().priced?.totals
  till.do(EXEMPT, 'EX/77⏎')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'exempt_tax' })
  till.do('9⏎9999⏎')
  expect(till.state()).toMatchObject({
    notice: { key: 'tax_exempt' },
    basket: {
      exemption: { kind: 'certificate', reference: 'EX/77' },
      authorisations: [{ permission: 'exempt_tax', authorisedBy: meera.id }],
    },
    priced: { totals: { taxMinor: 0, totalMinor: 2_000 - 305 + 59_950 } },
  })
  till.do(EXEMPT, '⏎9⏎9999⏎')
  expect(till.state().notice?.key).toBe('tax_again')
  expect(till.state().priced?.totals).toEqual(before)
})

test('Enter alone takes back only what there is, and Escape nothing', () => {
  const till = startSelling()
  expect(till.do('14⏎', EXEMPT, '⏎').notice?.key).toBe('type_certificate_first')
  const before = till.do('⎋')
  expect(till.do(EXEMPT, 'EX', '⎋')).toEqual({ ...before, notice: undefined })
})
