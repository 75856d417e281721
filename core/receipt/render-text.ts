import { cleanText } from '#core/barcode/clean-text.ts'
import type { ReceiptBlock, ReceiptDocument } from '#core/receipt/receipt-document.ts'

/** Columns of the API's text receipts, as Vendly had them. */
export const TEXT_RECEIPT_COLUMNS = 40

const lengthOf = (text: string): number => Array.from(text).length

const wrap = (text: string, columns: number): string[] => {
  const lines: string[] = []
  let rest = Array.from(text)
  do {
    lines.push(rest.slice(0, columns).join(''))
    rest = rest.slice(columns)
  } while (rest.length > 0)
  return lines
}

const aligned = (text: string, columns: number, align: 'left' | 'center' | 'right'): string => {
  const missing = columns - lengthOf(text)
  if (align === 'left' || missing <= 0) return text
  return ' '.repeat(align === 'right' ? missing : Math.floor(missing / 2)) + text
}

const twoColumns = (left: string, right: string, columns: number): string[] => {
  const room = columns - lengthOf(right) - 1
  if (lengthOf(left) <= room) return [left + ' '.repeat(room - lengthOf(left) + 1) + right]
  // A long name keeps lines of its own, so that no part of it is lost.
  return [...wrap(left, columns), aligned(right, columns, 'right')]
}

const blockText = (block: ReceiptBlock, columns: number): string[] => {
  switch (block.kind) {
    case 'text':
      return wrap(cleanText(block.text), columns).map((line) => aligned(line, columns, block.align ?? 'left'))
    case 'columns':
      return twoColumns(cleanText(block.left), cleanText(block.right), columns)
    case 'rule':
      return ['-'.repeat(columns)]
    case 'feed':
      return Array.from({ length: block.lines }, () => '')
    case 'barcode':
    case 'qr':
      return [aligned(cleanText(block.text), columns, 'center')]
    case 'cut':
      return []
  }
}

/** A receipt as plain text of `columns` characters a line, with a line feed after each. */
export const renderText = (document: ReceiptDocument, columns: number = TEXT_RECEIPT_COLUMNS): string =>
  document.flatMap((block) => blockText(block, columns).map((line) => `${line.trimEnd()}\n`)).join('')
