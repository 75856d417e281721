import { Type, type Static } from 'typebox'

/** The longest receipt has 500 lines, each with a second one for its quantity, and the head, tenders and taxes. */
const PRINT_BLOCKS_MAX = 2000

const Text = Type.String({ maxLength: 1000 })
const style = { isBold: Type.Optional(Type.Boolean()), isDouble: Type.Optional(Type.Boolean()) }

/** One block of paper: a line of text, two columns, a rule, empty lines, a symbol, or the cut. */
export const PrintBlock = Type.Union([
  Type.Object({
    kind: Type.Literal('text'),
    text: Text,
    align: Type.Optional(Type.Enum(['left', 'center', 'right'])),
    ...style,
  }),
  Type.Object({ kind: Type.Literal('columns'), left: Text, right: Text, ...style }),
  Type.Object({ kind: Type.Literal('rule') }),
  Type.Object({ kind: Type.Literal('feed'), lines: Type.Integer({ minimum: 1, maximum: 20 }) }),
  Type.Object({
    kind: Type.Literal('barcode'),
    symbology: Type.Enum(['ean13', 'code128']),
    text: Type.String({ minLength: 1, maxLength: 40 }),
  }),
  Type.Object({ kind: Type.Literal('qr'), text: Type.String({ minLength: 1, maxLength: 500 }) }),
  Type.Object({ kind: Type.Literal('cut') }),
])
export type PrintBlock = Static<typeof PrintBlock>

/** What a printer is asked to print, independent of its language and of the width of its paper. */
export const PrintDocument = Type.Immutable(Type.Array(PrintBlock, { minItems: 1, maxItems: PRINT_BLOCKS_MAX }))
export type PrintDocument = Static<typeof PrintDocument>
