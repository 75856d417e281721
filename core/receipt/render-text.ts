import { cleanText } from '#core/barcode/clean-text.ts'
import type { ReceiptBlock, ReceiptDocument } from '#core/receipt/receipt-document.ts'

/** Columns of the API's text receipts, as Vendly had them. */
export const TEXT_RECEIPT_COLUMNS = 40

/** How many columns a text takes: characters, unless whoever shows it knows better. */
type WidthOf = (text: string) => number

interface Paper {
  readonly columns: number
  readonly widthOf: WidthOf
}

const lengthOf: WidthOf = (text) => Array.from(text).length

const wrap = (text: string, { columns, widthOf }: Paper): string[] => {
  const lines: string[] = []
  let line = ''
  for (const character of text) {
    if (line !== '' && widthOf(line + character) > columns) {
      lines.push(line)
      line = ''
    }
    line += character
  }
  return [...lines, line]
}

const aligned = (text: string, { columns, widthOf }: Paper, align: 'left' | 'center' | 'right'): string => {
  const missing = columns - widthOf(text)
  if (align === 'left' || missing <= 0) return text
  return ' '.repeat(align === 'right' ? missing : Math.floor(missing / 2)) + text
}

const twoColumns = (left: string, right: string, paper: Paper): string[] => {
  const gap = paper.columns - paper.widthOf(left) - paper.widthOf(right)
  if (gap >= 1) return [left + ' '.repeat(gap) + right]
  // A long name keeps lines of its own, so that no part of it is lost.
  return [...wrap(left, paper), aligned(right, paper, 'right')]
}

const blockText = (block: ReceiptBlock, paper: Paper): string[] => {
  switch (block.kind) {
    case 'text':
      return wrap(cleanText(block.text), paper).map((line) => aligned(line, paper, block.align ?? 'left'))
    case 'columns':
      return twoColumns(cleanText(block.left), cleanText(block.right), paper)
    case 'rule':
      return ['-'.repeat(paper.columns)]
    case 'feed':
      return Array.from({ length: block.lines }, () => '')
    case 'barcode':
    case 'qr':
      return [aligned(cleanText(block.text), paper, 'center')]
    case 'cut':
      return []
  }
}

/**
 * A receipt as plain text of `columns` columns a line, with a line feed after each. `widthOf` says how many columns a text
 * takes where that is not its number of characters, as on a terminal.
 */
export const renderText = (
  document: ReceiptDocument,
  columns: number = TEXT_RECEIPT_COLUMNS,
  widthOf: WidthOf = lengthOf,
): string =>
  document.flatMap((block) => blockText(block, { columns, widthOf }).map((line) => `${line.trimEnd()}\n`)).join('')
