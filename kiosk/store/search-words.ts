import type { Product } from '#core/catalogue/product.ts'

/** Scripts written without spaces, or with long compounds: what is looked for may begin anywhere in a word. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** What the index's tokenizer takes for a word: letters, digits, private use, and the marks on them. */
const word = /[\p{L}\p{N}\p{Co}\p{Mn}\p{Mc}]+/gu

/** A word of such a script is found from each of its first so many letters on; the longest compounds are shorter. */
const TAILS_MAX = 24
/** GTINs are looked up exactly; shorter codes are PLUs that people know by heart. */
const PLU_DIGITS_MAX = 6
/** Two letters are the index's shortest prefix; a single ideograph or syllable says as much as they do. */
const PREFIX_LETTERS_MIN = 2
/** Further words narrow nothing down. */
const QUERY_WORDS_MAX = 6

const wordsOf = (text: string): string[] => text.normalize('NFC').match(word) ?? []

const tailsOf = (text: string): string[] => {
  const letters = Array.from(text)
  return letters.slice(1, TAILS_MAX).map((_, index) => letters.slice(index + 1).join(''))
}

/** The text a product is found by: its name, its SKU, its PLU, and the tails of words in unspaced scripts. */
export function searchText(product: Pick<Product, 'name' | 'sku' | 'barcodes'>): string {
  const { name, sku, barcodes } = product
  const words = wordsOf(`${name} ${sku ?? ''}`)
  const tails = words.filter((text) => unspaced.test(text)).flatMap(tailsOf)
  const plus = barcodes.filter((code) => /^\d+$/u.test(code) && code.length <= PLU_DIGITS_MAX)
  return [...words, ...tails, ...plus].join(' ')
}

/** The FTS5 query of what a person typed: each word begins a word of the product. Undefined while it is too short. */
export function searchQuery(text: string): string | undefined {
  const words = wordsOf(text).slice(0, QUERY_WORDS_MAX)
  const prefixes = words.filter((part) => Array.from(part).length >= PREFIX_LETTERS_MIN || unspaced.test(part))
  return prefixes.length === 0 ? undefined : prefixes.map((part) => `"${part}"*`).join(' ')
}
