import { cleanText } from '#core/barcode/clean-text.ts'
import type { BlockStyle, ReceiptBlock, ReceiptDocument } from '#core/receipt/receipt-document.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string =>
  cleanText(text).replaceAll(/[&<>"']/gu, (character) => entities[character] ?? character)

const classes = (style: BlockStyle, align?: string): string =>
  [align ?? '', style.isBold === true ? 'bold' : '', style.isDouble === true ? 'double' : ''].filter(Boolean).join(' ')

const blockHtml = (block: ReceiptBlock): string => {
  switch (block.kind) {
    case 'text':
      return `<p class="${classes(block, block.align)}">${escaped(block.text)}</p>`
    case 'columns':
      return `<p class="columns ${classes(block)}"><span>${escaped(block.left)}</span><span>${escaped(block.right)}</span></p>`
    case 'rule':
      return '<hr>'
    case 'feed':
      return '<br>'.repeat(block.lines)
    case 'barcode':
    case 'qr':
      return `<p class="center code">${escaped(block.text)}</p>`
    case 'cut':
      return ''
  }
}

const style = `
body{margin:0;background:#eee;font:14px/1.35 ui-monospace,Menlo,Consolas,monospace;color:#111}
main{width:42ch;margin:2em auto;padding:1.5em;background:#fff;box-shadow:0 1px 4px #0003}
p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.columns{display:flex;justify-content:space-between;gap:1ch}
.columns span:last-child{white-space:nowrap}
.center{text-align:center}.right{text-align:right}.bold{font-weight:700}.double{font-size:1.4em}
hr{border:0;border-top:1px dashed #888}
@media print{body{background:#fff}main{margin:0;box-shadow:none}}`

/** A receipt as a whole HTML page that needs nothing from anywhere else. Every text is escaped. */
export const renderHtml = (document: ReceiptDocument, title: string): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style>${style}</style></head>
<body><main>
${document.map(blockHtml).join('\n')}
</main></body></html>
`
