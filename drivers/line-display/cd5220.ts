/** Two lines of twenty characters, the size that all pole displays of shops have. */
const DISPLAY_COLUMNS = 20

const ESC = 0x1b
const CR = 0x0d

/** ESC @: clears the display and sets it as at power-on. */
export const initialise = Uint8Array.of(ESC, 0x40)

/**
 * CD5220: ESC Q A and ESC Q B take the twenty characters of the upper and the lower line, up to CR. Other characters
 * than printable ASCII would be shown from an unknown code page, so they become `?`.
 */
export function encodeLines(upper: string, lower: string): Uint8Array {
  return Buffer.concat([encodeLine(0x41, upper), encodeLine(0x42, lower)])
}

function encodeLine(line: number, text: string): Uint8Array {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^ -~]/gu, '?')
  const fitted = plain.slice(0, DISPLAY_COLUMNS).padEnd(DISPLAY_COLUMNS)
  return Uint8Array.of(ESC, 0x51, line, ...Buffer.from(fitted, 'latin1'), CR)
}
