// Five rows of three pixels, as bits: digits, and the signs of amounts and dates; the point and the comma are one pixel wide.
const glyphs: Readonly<Record<string, readonly number[]>> = {
  '0': [7, 5, 5, 5, 7],
  '1': [2, 6, 2, 2, 7],
  '2': [7, 1, 7, 4, 7],
  '3': [7, 1, 3, 1, 7],
  '4': [5, 5, 7, 1, 1],
  '5': [7, 4, 7, 1, 7],
  '6': [7, 4, 7, 5, 7],
  '7': [7, 1, 1, 2, 2],
  '8': [7, 5, 7, 5, 7],
  '9': [7, 5, 7, 1, 7],
  '.': [0, 0, 0, 0, 1],
  ',': [0, 0, 0, 1, 1],
  '-': [0, 0, 7, 0, 0],
  '/': [1, 1, 2, 4, 4],
  ' ': [0, 0, 0, 0, 0],
}

const blank = [0, 0, 0, 0, 0]
const narrow = new Set(['.', ','])
const PIXEL_ROWS = 5

const pixelsOf = (text: string): boolean[][] =>
  Array.from({ length: PIXEL_ROWS }, (_, row) => {
    const pixels: boolean[] = []
    for (const character of text) {
      const bits = (glyphs[character] ?? blank)[row] ?? 0
      if (pixels.length > 0) pixels.push(false)
      if (!narrow.has(character)) pixels.push((bits & 4) > 0, (bits & 2) > 0)
      pixels.push((bits & 1) > 0)
    }
    return pixels
  })

const halfBlock = (upper: boolean | undefined, lower: boolean | undefined): string => {
  if (upper === true) return lower === true ? '█' : '▀'
  return lower === true ? '▄' : ' '
}

/** Digits three rows high, three cells wide: two pixels to a cell. */
export const bigDigits = (text: string): string[] => {
  const pixels = pixelsOf(text)
  return [0, 2, 4].map((row) =>
    (pixels[row] ?? []).map((upper, column) => halfBlock(upper, pixels[row + 1]?.[column])).join(''),
  )
}

/** Digits five rows high, six cells wide: two cells to a pixel. */
export const hugeDigits = (text: string): string[] =>
  pixelsOf(text).map((row) => row.map((pixel) => (pixel ? '██' : '  ')).join(''))
