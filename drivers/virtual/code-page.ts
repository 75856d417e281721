// Epson's table of code page 19 (PC858: euro), 0x80 to 0xFF, eight rows of sixteen, as printed in the manual.
const rows = [
  'ÇüéâäàåçêëèïîìÄÅ',
  'ÉæÆôöòûùÿÖÜø£Ø×ƒ',
  'áíóúñÑªº¿®¬½¼¡«»',
  '░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐',
  '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤',
  'ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀',
  'ÓßÔÒõÕµþÞÚÛÙýÝ¯´',
  '\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
]
const upperHalf = rows.join('')

/** The character that a printer set to code page 19 prints for a byte; other pages show their upper half as `▯`. */
export function printedCharacter(byte: number, codePage: number): string {
  if (byte < 0x80) return String.fromCharCode(byte)
  return codePage === 19 ? (upperHalf[byte - 0x80] ?? '▯') : '▯'
}
