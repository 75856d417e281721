import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addProduct } from '#core/basket/change-basket.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import { renderHtml } from '#core/receipt/render-html.ts'
import { TEXT_RECEIPT_COLUMNS, renderText } from '#core/receipt/render-text.ts'
import { saleReceipt, type ReceiptFacts } from '#core/receipt/sale-receipt.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { EMPTY, product } from '#tests/core/basket/any-basket.ts'
import { accepted, anySale, discountedSale, paidBasket } from '#tests/core/sale/any-sale.ts'

const policy: Policy = {
  id: 1,
  shopName: 'Corner Shop',
  shopAddress: ['1 High Street', 'Springfield'],
  taxNumber: 'GB123',
  currency: 'USD',
  timeZone: 'Europe/London',
  receiptHeader: ['Open till ten'],
  receiptFooter: ['Thank you'],
  barcodePatterns: [],
  cashDenominationsMinor: [],
  idleLockSeconds: 0,
  unknownItemDepartmentId: null,
}
const receiptFacts = { policy, localTime: '2026-03-01 09:05', isCopy: false }

const inclusive: TaxGroup = {
  id: 1,
  name: 'A',
  isInclusive: true,
  rates: [{ id: 1, name: 'VAT', ratePpm: 190_000 }],
}
const exclusive: TaxGroup = {
  id: 2,
  name: 'B',
  isInclusive: false,
  rates: [{ id: 2, name: 'State tax', ratePpm: 88_750 }],
}

const threePieces = { unit: 'piece', count: 3 } as const
const weight = { unit: 'gram', weightGrams: 850 } as const

const shopping = (group: TaxGroup): Sale => {
  const added = { code: '', quantitySource: 'keyed', priceSource: 'catalogue', unitPriceMinor: 119 } as const
  const one = accepted(addProduct(EMPTY, product(), group, { ...added, quantity: { unit: 'piece', count: 1 } }))
  const three = accepted(addProduct(one, product({ name: 'Milk' }), group, { ...added, quantity: threePieces }))
  const apples = product({ name: 'Apples', priceUnit: 'kilogram' })
  const weighed = { ...added, quantity: weight, quantitySource: 'manual_weight' } as const
  return paidBasket(accepted(addProduct(three, apples, group, weighed)), { part: 0.5, over: 0.01, first: 'card' })
}

const textOf = (sale: Sale, more: Partial<ReceiptFacts> = {}): string =>
  renderText(saleReceipt(sale, { ...receiptFacts, ...more }))

const anyName = fc.oneof(fc.string({ minLength: 1, maxLength: 100 }), fc.constantFrom('न'.repeat(100), '<b>&"\''))

const named = (sale: Sale, name: string): Sale => ({
  ...sale,
  operatorName: name,
  lines: sale.lines.map((line) => ({ ...line, name })),
})

/** Text without its blanks: what is left to lose when lines are broken. */
const signs = (text: string): string => text.replaceAll(/\s/gu, '')

/** One piece at such a price, paid in full. */
const onePiece = (group: TaxGroup, unitPriceMinor: number): Sale => {
  const added = { code: '', quantitySource: 'keyed', priceSource: 'catalogue', unitPriceMinor } as const
  const one = accepted(addProduct(EMPTY, product(), group, { ...added, quantity: { unit: 'piece', count: 1 } }))
  return paidBasket(one, { part: 0, over: 0, first: 'card' })
}

describe('a receipt', () => {
  it('says of a tax of nothing that comes on top of the price not that it is in it', () => {
    const text = textOf(onePiece(exclusive, 3))
    expect(text).toMatch(/^State tax 8\.875% on 0\.03 +0\.00$/mu)
    expect(text).not.toContain('incl.')
    expect(textOf(onePiece(inclusive, 119))).toContain('incl. VAT 19%')
    const free = { ...inclusive, rates: [...inclusive.rates, { id: 3, name: 'Levy', ratePpm: 0 }] }
    expect(textOf(onePiece(free, 119))).toContain('incl. Levy 0%')
  })

  it('reads like one, with tax in the prices', () => {
    expect(textOf(shopping(inclusive))).toBe(
      [
        '              Corner Shop',
        '             1 High Street',
        '              Springfield',
        '             Tax no. GB123',
        '             Open till ten',
        '----------------------------------------',
        'T3-000123               2026-03-01 09:05',
        'Served by Asha',
        '----------------------------------------',
        'Bread                               1.19',
        'Milk                                3.57',
        '  3 x 1.19',
        'Apples                              1.01',
        '  MAN WT 0.850 kg x 1.19/kg',
        '----------------------------------------',
        'Subtotal                            5.77',
        'TOTAL USD                           5.77',
        'Card visa ****4242                  2.88',
        '  Approval 001234',
        'Cash                                4.15',
        'Change                              1.26',
        'incl. VAT 19% on 4.85               0.92',
        '----------------------------------------',
        '               Thank you',
        '               T3-000123',
        '',
        '',
        '',
      ].join('\n'),
    )
  })

  it('prints prices without their tax where that comes on top', () => {
    const text = textOf(shopping(exclusive))
    expect(text).toContain('Bread                               1.19\n')
    expect(text).toContain('Subtotal                            5.77\n')
    expect(text).toContain('State tax 8.875% on 5.77            0.52\n')
    expect(text).toContain('TOTAL USD                           6.29\n')
  })

  it('is marked when it is printed again', () => {
    expect(textOf(shopping(inclusive))).not.toContain('COPY')
    expect(textOf(shopping(inclusive), { isCopy: true })).toContain('              *** COPY ***\n')
    expect(textOf(shopping(inclusive), { isVoided: true })).toContain('             *** VOIDED ***\n')
  })

  it('prints what a line costs after its discount, and the discount', () => {
    const text = textOf(discountedSale)
    expect(text).toContain(
      'Wine                               20.00\n  2 x 10.00\n  Discount                         -1.00\n',
    )
    expect(text).toContain('Subtotal                           19.00\n')
    expect(text).toContain('TOTAL USD                          20.90\n')
  })

  it('says other tenders, and no tax number where there is none', () => {
    const sale = shopping(inclusive)
    const other = { kind: 'other', method: 'upi', amountMinor: 577, reference: null } as const
    const text = textOf({ ...sale, tenders: [other] }, { policy: { ...policy, taxNumber: null } })
    expect(text).toContain('UPI                                 5.77\n')
    expect(text).not.toContain('Change')
    expect(text).not.toContain('Tax no.')
  })
})

describe('a receipt as text', () => {
  it('keeps to 40 columns, with every amount at the right edge', () => {
    fc.assert(
      fc.property(anySale, anyName, (sale, name) => {
        const text = textOf(named(sale, name))
        expect(text.endsWith('\n')).toBe(true)
        for (const line of text.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(TEXT_RECEIPT_COLUMNS)
        for (const label of ['Subtotal ', 'TOTAL USD ', 'Change ']) {
          const amount = text.split('\n').find((line) => line.startsWith(label))
          expect(amount).toMatch(/\d\.\d\d$/u)
          expect(amount?.length).toBe(TEXT_RECEIPT_COLUMNS)
        }
      }),
    )
  })

  it('loses nothing of a long name', () => {
    const name = Array.from({ length: 100 }, (_, index) => String.fromCodePoint(0x4e_00 + index)).join('')
    fc.assert(
      fc.property(anySale, (sale) => {
        const count = signs(textOf(named(sale, name))).split(name).length - 1
        expect(count).toBe(sale.lines.length + 1)
      }),
    )
  })

  it('takes any width', () => {
    const document = saleReceipt(shopping(inclusive), receiptFacts)
    const narrow = renderText(document, 24).split('\n')
    expect(narrow.every((line) => line.length <= 24)).toBe(true)
    expect(narrow).toContain('-'.repeat(24))
    expect(narrow).toContain('Milk                3.57')
  })

  it('puts text left, right and in the middle, and breaks it', () => {
    const blocks = [
      { kind: 'text', text: 'left' },
      { kind: 'text', text: 'right', align: 'right' },
      { kind: 'text', text: 'mid', align: 'center' },
      { kind: 'text', text: '' },
      { kind: 'text', text: '1234567890AB', align: 'right' },
      { kind: 'columns', left: 'name', right: '5.00' },
      { kind: 'columns', left: 'names', right: '5.00' },
      { kind: 'columns', left: 'namesX', right: '5.00' },
      { kind: 'qr', text: 'qr' },
    ] as const
    expect(renderText(blocks, 10).split('\n')).toEqual([
      'left',
      '     right',
      '   mid',
      '',
      '1234567890',
      '        AB',
      'name  5.00',
      'names 5.00',
      'namesX',
      '      5.00',
      '    qr',
      '',
    ])
  })

  it('goes by the width that whoever shows it knows', () => {
    const twice = (text: string): number => Array.from(text).reduce((sum, sign) => sum + (sign > '\u2fff' ? 2 : 1), 0)
    const blocks = [
      { kind: 'columns', left: 'ミル', right: '5.00' },
      { kind: 'columns', left: 'ミルク', right: '5.00' },
      { kind: 'text', text: 'ミルクミルク', align: 'right' },
    ] as const
    expect(renderText(blocks, 10, twice).split('\n')).toEqual([
      'ミル  5.00',
      'ミルク',
      '      5.00',
      'ミルクミル',
      '        ク',
      '',
    ])
  })
})

describe('control characters in a name', () => {
  const hostile = 'Milk\n\u001b[2J\u001bp\u0000\u202e\u009b31m'
  const controls = /[^\P{Cc}\n]|\u202e/u

  it('reach neither text nor page', () => {
    const sale = named(shopping(inclusive), hostile)
    expect(textOf(sale)).not.toMatch(controls)
    expect(textOf(sale)).toContain('Milk [2Jp31m                        1.19\n')
    expect(renderHtml(saleReceipt(sale, receiptFacts), hostile)).not.toMatch(controls)
  })
})

describe('a receipt as a page', () => {
  it('lets nothing out of its text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[<>&"'/a-z= !-]{1,40}$/u), (name) => {
        const page = renderHtml(saleReceipt(named(shopping(inclusive), name), receiptFacts), name)
        const plain = renderHtml(saleReceipt(named(shopping(inclusive), 'x'), receiptFacts), 'x')
        expect(page.match(/<[^>]*>/gu)).toEqual(plain.match(/<[^>]*>/gu))
        expect(page.match(/&(?!(?:amp|lt|gt|quot|#39);)/gu)).toBeNull()
      }),
    )
  })

  it('says the same as the paper', () => {
    const page = renderHtml(saleReceipt(shopping(inclusive), receiptFacts), 'Receipt T3-000123')
    expect(page).toContain('<title>Receipt T3-000123</title>')
    expect(page).toContain('<p class="center bold double">Corner Shop</p>')
    expect(page).toContain('<p class="columns "><span>Bread</span><span>1.19</span></p>')
    expect(page).toContain('<p class="columns bold double"><span>TOTAL USD</span><span>5.77</span></p>')
    expect(page).toContain('<p class="center code">T3-000123</p>')
    expect(page.match(/<hr>/gu)?.length).toBe(4)
    expect(page).toContain('<br><br>')
  })

  it('needs nothing from anywhere', () => {
    const page = renderHtml([{ kind: 'qr', text: `<>&"'` }], '')
    expect(page).not.toMatch(/src=|href=|url\(|@import|<script/u)
    expect(page).toContain('<p class="center code">&lt;&gt;&amp;&quot;&#39;</p>')
  })
})
