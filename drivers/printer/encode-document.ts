import { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer'
import { code128, cut, ean13, initialise, qr, tellStatus } from '#drivers/printer/escpos-commands.ts'
import { paperText, spreadText, wrapText } from '#drivers/printer/paper-text.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { PrintBlock, PrintDocument } from '#drivers/socket/print-document.ts'

/** Of node-thermal-printer only the encoder is used: its transports lose bytes, print twice and write to the screen. */
type Encoder = ThermalPrinter

/** The document in ESC/POS for paper of so many columns; rejects a barcode that its symbology cannot carry. */
export function encodeDocument(document: PrintDocument, columns: number): Uint8Array {
  const encoder = new ThermalPrinter({
    interface: '',
    type: PrinterTypes.EPSON,
    characterSet: CharacterSet.PC858_EURO,
    width: columns,
  })
  for (const block of document) encodeBlock(encoder, block, columns)
  // ESC @ ends automatic status, so it is asked for anew; the encoder's own code page comes after both.
  return Buffer.concat([initialise, tellStatus, encoder.getBuffer() ?? Buffer.alloc(0)])
}

function encodeBlock(encoder: Encoder, block: PrintBlock, columns: number): void {
  switch (block.kind) {
    case 'text':
      return encodeText(encoder, block, columns)
    case 'columns':
      return styled(encoder, block, columns, (width) =>
        spreadText(paperText(block.left), paperText(block.right), width),
      )
    case 'rule':
      return printLines(encoder, ['-'.repeat(columns)])
    case 'feed':
      return printLines(
        encoder,
        Array.from({ length: block.lines }, () => ''),
      )
    case 'barcode':
      return centred(encoder, encodeBarcode(block.symbology, block.text))
    case 'qr':
      return centred(encoder, qr(block.text))
    case 'cut':
      return encoder.add(Buffer.from(cut))
  }
}

function encodeText(encoder: Encoder, block: Extract<PrintBlock, { kind: 'text' }>, columns: number): void {
  if (block.align === 'center') encoder.alignCenter()
  if (block.align === 'right') encoder.alignRight()
  styled(encoder, block, columns, (width) => wrapText(paperText(block.text), width))
  encoder.alignLeft()
}

function styled(
  encoder: Encoder,
  style: { readonly isBold?: boolean; readonly isDouble?: boolean },
  columns: number,
  lines: (width: number) => string[],
): void {
  if (style.isBold === true) encoder.bold(true)
  if (style.isDouble === true) encoder.setTextSize(1, 1)
  printLines(encoder, lines(style.isDouble === true ? Math.floor(columns / 2) : columns))
  if (style.isDouble === true) encoder.setTextSize(0, 0)
  if (style.isBold === true) encoder.bold(false)
}

// println() drops empty lines, so text and line feed go separately.
function printLines(encoder: Encoder, lines: readonly string[]): void {
  for (const line of lines) {
    if (line !== '') encoder.print(line)
    encoder.newLine()
  }
}

function centred(encoder: Encoder, command: Uint8Array): void {
  encoder.alignCenter()
  encoder.add(Buffer.from(command))
  encoder.newLine()
  encoder.alignLeft()
}

function encodeBarcode(symbology: 'ean13' | 'code128', text: string): Uint8Array {
  const allowed = symbology === 'ean13' ? /^\d{12,13}$/ : /^[ -~]{1,40}$/
  if (!allowed.test(text)) {
    throw new DeviceError('Illegal', 'printer', `The text of this barcode cannot be printed as ${symbology}.`)
  }
  return symbology === 'ean13' ? ean13(text) : code128(text)
}
