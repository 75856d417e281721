import { describe, expect, it, vi } from 'vitest'
import { encodeDocument } from '#drivers/printer/encode-document.ts'
import type { PrintDocument } from '#drivers/socket/print-document.ts'

// ESC @, GS a 255, ESC t 19: what every document starts with.
const START = '1b40 1d61ff 1b7413'
const hex = (text: string): string => text.replaceAll(' ', '')
const encode = (document: PrintDocument): string => Buffer.from(encodeDocument(document, 20)).toString('hex')

describe('a document in ESC/POS', () => {
  it('prints text in code page 858, centred, bold and double', () => {
    expect(encode([{ kind: 'text', text: 'Tée €', align: 'center', isBold: true, isDouble: true }])).toBe(
      hex(`${START} 1b6101 1b4501 1d2111 54 82 65 20 d5 0a 1d2100 1b4500 1b6100`),
    )
  })

  it('keeps empty lines', () => {
    expect(encode([{ kind: 'feed', lines: 3 }])).toBe(hex(`${START} 0a0a0a`))
    expect(encode([{ kind: 'text', text: '' }])).toBe(hex(`${START} 0a 1b6100`))
  })

  it('draws a rule as wide as the paper', () => {
    expect(encode([{ kind: 'rule' }])).toBe(hex(`${START} ${'2d'.repeat(20)} 0a`))
  })

  it('cuts with feed', () => {
    expect(encode([{ kind: 'cut' }])).toBe(hex(`${START} 1d564203`))
  })

  it('counts the bytes of a QR code, not its characters', () => {
    expect(encode([{ kind: 'qr', text: 'é₹' }])).toContain(hex('1d286b 0800 315030 c3a9e282b9'))
  })

  it('prints EAN-13 and Code 128, and refuses what they cannot carry', () => {
    expect(encode([{ kind: 'barcode', symbology: 'ean13', text: '4006381333931' }])).toContain(
      hex('1d6b430d 34303036333831333333393331'),
    )
    expect(encode([{ kind: 'barcode', symbology: 'code128', text: 'A{1' }])).toContain(hex('1d6b4906 7b42 41 7b7b 31'))
    expect(() => encode([{ kind: 'barcode', symbology: 'ean13', text: '12' }])).toThrow(/cannot be printed/)
  })

  it('holds no command from a name, and never writes to the screen', () => {
    const error = vi.spyOn(console, 'error')
    const sent = encode([{ kind: 'columns', left: 'Milk\u001bp\u0000\u0019\u0010\u0014茶ᚠ', right: '\u001b@' }])
    expect(sent).toBe(hex(`${START} ${Buffer.from('Milkp??            @').toString('hex')} 0a`))
    expect(error).not.toHaveBeenCalled()
    error.mockRestore()
  })
})
