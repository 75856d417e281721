/** How a line of paper looks. */
export interface BlockStyle {
  readonly isBold?: boolean
  readonly isDouble?: boolean
}

/** One block of paper: a line of text, two columns, a rule, empty lines, a symbol, or the cut. */
export type ReceiptBlock =
  | ({ readonly kind: 'text'; readonly text: string; readonly align?: 'left' | 'center' | 'right' } & BlockStyle)
  | ({ readonly kind: 'columns'; readonly left: string; readonly right: string } & BlockStyle)
  | { readonly kind: 'rule' }
  | { readonly kind: 'feed'; readonly lines: number }
  | { readonly kind: 'barcode'; readonly symbology: 'ean13' | 'code128'; readonly text: string }
  | { readonly kind: 'qr'; readonly text: string }
  | { readonly kind: 'cut' }

/** A receipt, independent of paper width and printer language: rendered to ESC/POS, text or HTML. */
export type ReceiptDocument = readonly ReceiptBlock[]
