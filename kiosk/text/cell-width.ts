import { eastAsianWidth } from 'get-east-asian-width'

const ascii = /^[\u0020-\u007e]*$/
const invisible = /[\p{Mark}\p{Control}\p{Default_Ignorable_Code_Point}\p{Surrogate}]/u
const pictographic = /\p{Emoji_Presentation}/u

// Printable ASCII, Latin up to U+02FF but the soft hyphen, and box drawing: most of what a till shows.
const isPlainlyNarrow = (code: number): boolean =>
  (code >= 0x20 && code < 0x7f) || (code >= 0xae && code < 0x300) || (code >= 0x2500 && code < 0x25a0)

/**
 * The cells that one code point takes. Every mark takes none: so do foot, kitty and xterm.js with Unicode graphemes;
 * npm's string-width gives spacing marks a cell and shifts a whole row of Devanagari or Tamil.
 */
const codePointCells = (character: string): 0 | 1 | 2 => {
  if (isPlainlyNarrow(character.codePointAt(0) ?? 0)) return 1
  if (invisible.test(character)) return 0
  if (pictographic.test(character)) return 2
  return eastAsianWidth(character.codePointAt(0) ?? 0)
}

/** One glyph and the cells it takes: a base character with the marks that stand on it. */
export interface Glyph {
  readonly text: string
  readonly cells: 1 | 2
}

/** Splits text without escape sequences into glyphs; marks with nothing to stand on are left out. */
export const glyphsOf = (text: string): Glyph[] => {
  const glyphs: Glyph[] = []
  for (const character of text) {
    const cells = codePointCells(character)
    const last = glyphs.at(-1)
    if (cells > 0) glyphs.push({ text: character, cells: cells === 2 ? 2 : 1 })
    else if (last !== undefined) glyphs[glyphs.length - 1] = { text: last.text + character, cells: last.cells }
  }
  return glyphs
}

/** How many cells text without escape sequences takes. */
export const cellWidth = (text: string): number => {
  if (ascii.test(text)) return text.length
  let cells = 0
  for (const character of text) cells += codePointCells(character)
  return cells
}
