import { cleanText } from '#core/barcode/clean-text.ts'

// Code page 858 (Latin 1 with the euro), 0x80 to 0xFF: what every ESC/POS printer of the western world has.
const codePage858 = new Set(
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´±‗¾¶§÷¸°¨·¹³²■',
)

const substitutes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '‘': "'",
    '’': "'",
    '“': '"',
    '”': '"',
    '„': '"',
    '–': '-',
    '—': '-',
    '−': '-',
    '…': '...',
    '•': '·',
    '₹': 'Rs',
    '™': 'TM',
    '\u00a0': ' ',
    '\u202f': ' ',
    '\u2009': ' ',
  }),
)

/** Text as this paper can show it: without commands, in code page 858, accents dropped where it lacks them, else `?`. */
export function paperText(text: string): string {
  // A control in a product's name would be a command: ESC p opens the drawer.
  const clean = cleanText(text)
    .normalize('NFC')
    .replaceAll(/\p{Variation_Selector}/gu, '')
  return Array.from(clean, paperCharacter).join('')
}

function paperCharacter(character: string): string {
  if (isPrintable(character)) return character
  const substitute = substitutes.get(character)
  if (substitute !== undefined) return substitute
  const bare = character.normalize('NFKD').replaceAll(/\p{Mark}/gu, '')
  return bare !== '' && Array.from(bare).every(isPrintable) ? bare : '?'
}

const isPrintable = (character: string): boolean => (character >= ' ' && character <= '~') || codePage858.has(character)

/** Cuts a text into lines of so many columns, at spaces where there are any. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = []
  let rest = text
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns)
    const end = space > 0 ? space : columns
    lines.push(rest.slice(0, end))
    rest = rest.slice(end).trimStart()
  }
  return [...lines, rest]
}

/** Two texts at the two edges of the paper; where they do not fit beside each other, the left one wraps above. */
export function spreadText(left: string, right: string, columns: number): string[] {
  const shortRight = right.slice(0, columns)
  const lines = wrapText(left, columns)
  const last = lines.at(-1) ?? ''
  if (last.length + 1 + shortRight.length > columns) return [...lines, shortRight.padStart(columns)]
  return [...lines.slice(0, -1), last + shortRight.padStart(columns - last.length)]
}
