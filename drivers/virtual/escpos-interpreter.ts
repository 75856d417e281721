import { renderUnicodeCompact } from 'uqr'
import { printedCharacter } from '#drivers/virtual/code-page.ts'
import type { PaperRoll } from '#drivers/virtual/paper-roll.ts'

const LF = 0x0a
const ESC = 0x1b
const GS = 0x1d

/** What a command makes the printer do besides printing. */
export interface PrinterEffects {
  readonly pulseDrawer: () => void
  readonly setAutomaticStatus: (bits: number) => void
  readonly send: (bytes: Uint8Array) => void
  readonly sensors: () => { readonly isPaperNearEnd: boolean; readonly isDrawerPinHigh: boolean }
}

// The lengths of the commands of fixed length, from the manual's tables; the others are worked out below.
const escLengths: Readonly<Record<number, number>> = {
  0x20: 3,
  0x21: 3,
  0x2d: 3,
  0x32: 2,
  0x33: 3,
  0x40: 2,
  0x45: 3,
  0x47: 3,
  0x4a: 3,
  0x4d: 3,
  0x52: 3,
  0x61: 3,
  0x64: 3,
  0x70: 5,
  0x74: 3,
  0x7b: 3,
}
const gsLengths: Readonly<Record<number, number>> = {
  0x21: 3,
  0x42: 3,
  0x48: 3,
  0x49: 3,
  0x4c: 4,
  0x57: 4,
  0x61: 3,
  0x66: 3,
  0x68: 3,
  0x72: 3,
  0x77: 3,
}

/**
 * The length of the command at the start of the bytes, 0 while it is not complete. An unknown command counts as two
 * bytes, as printers do that do not know one.
 */
export function commandLength(bytes: Uint8Array): number {
  const [first = 0, second] = bytes
  if (first !== ESC && first !== GS) return 1
  if (second === undefined) return 0
  const fixed = first === ESC ? (escLengths[second] ?? 2) : gsLengths[second]
  const length = fixed ?? variableLength(bytes, second)
  return length <= bytes.length ? length : 0
}

function variableLength(bytes: Uint8Array, second: number): number {
  const [, , third, fourth, fifth, sixth, seventh, eighth] = bytes
  // GS V m, and m n from 65 on.
  if (second === 0x56) return third === undefined ? Infinity : 3 + Number(third >= 65)
  if (second === 0x6b) return barcodeLength(bytes)
  // GS ( x pL pH …
  if (second === 0x28) return known(5 + pair(fourth, fifth))
  // GS v 0 m xL xH yL yH: a raster picture.
  if (second === 0x76) return known(8 + pair(fifth, sixth) * pair(seventh, eighth))
  return 2
}

const pair = (low = NaN, high = NaN): number => low + high * 256

/** What is not known yet is longer than what has come. */
const known = (length: number): number => (Number.isNaN(length) ? Infinity : length)

/** GS k m n d1…dn with m from 65 on; GS k m d1…dk NUL below. */
function barcodeLength(bytes: Uint8Array): number {
  const [, , symbology = 65, count = NaN] = bytes
  if (symbology >= 65) return known(4 + count)
  const end = bytes.indexOf(0, 3)
  return end === -1 ? Infinity : end + 1
}

/** Carries out ESC/POS commands on a roll of paper, with the settings that they leave behind. */
export class EscPosInterpreter {
  readonly #paper: PaperRoll
  readonly #effects: PrinterEffects
  #codePage = 0
  #width: 1 | 2 = 1
  #symbol = ''

  constructor(paper: PaperRoll, effects: PrinterEffects) {
    this.#paper = paper
    this.#effects = effects
  }

  /** Power-on and ESC @. */
  reset(): void {
    this.#codePage = 0
    this.#width = 1
    this.#symbol = ''
    this.#paper.discardLine()
    this.#effects.setAutomaticStatus(0)
  }

  /** Carries out one whole command. */
  execute(command: Uint8Array): void {
    const [first = 0, second = 0, third = 0] = command
    if (first === ESC) this.#escape(second, command)
    else if (first === GS) this.#group(second, third, command)
    else if (first === LF) this.#paper.feed()
    else if (first >= 0x20) this.#paper.print(printedCharacter(first, this.#codePage), this.#width)
  }

  #escape(second: number, command: Uint8Array): void {
    const n = command[2] ?? 0
    if (second === 0x40) this.reset()
    if (second === 0x64) for (let row = 0; row < n; row += 1) this.#paper.feed()
    if (second === 0x70) this.#effects.pulseDrawer()
    this.#style(second, n)
  }

  #style(second: number, n: number): void {
    if (second === 0x74) this.#codePage = n
    if (second === 0x61) this.#paper.align((['left', 'center', 'right'] as const)[n % 48] ?? 'left')
    if (second === 0x21) this.#width = (n & 0x20) === 0 ? 1 : 2
  }

  #group(second: number, third: number, command: Uint8Array): void {
    if (second === 0x21) this.#width = third >> 4 === 0 ? 1 : 2
    if (second === 0x56) this.#paper.cut()
    if (second === 0x61) this.#effects.setAutomaticStatus(third)
    if (second === 0x72) this.#effects.send(Uint8Array.of(this.#sensor(third)))
    if (second === 0x6b) this.#barcode(third, command)
    if (second === 0x28) this.#extended(third, command)
  }

  #sensor(which: number): number {
    const { isPaperNearEnd, isDrawerPinHigh } = this.#effects.sensors()
    return which % 48 === 2 ? Number(isDrawerPinHigh) : Number(isPaperNearEnd) * 3
  }

  #barcode(symbology: number, command: Uint8Array): void {
    const data = Buffer.from(symbology < 65 ? command.slice(3, -1) : command.slice(4)).toString('latin1')
    // Code 128 starts with the code set, and writes `{` twice.
    const figures = symbology === 73 ? data.replace(/^\{[ABC]/, '').replaceAll('{{', '{') : data
    this.#paper.symbol('║▌│║▌║│▌│║▌│║║▌│')
    this.#paper.symbol(figures)
  }

  #extended(which: number, command: Uint8Array): void {
    const [, , , , , first = 0, second = 0] = command
    // GS ( H, function 48: 37 22, the process id, 00, once all before it is printed.
    if (which === 0x48 && second === 0x30) {
      this.#effects.send(Uint8Array.of(0x37, 0x22, ...command.slice(7, 11), 0x00))
    }
    // GS ( k, QR code: function 80 stores the data, function 81 prints the symbol.
    if (which !== 0x6b || first !== 0x31) return
    if (second === 0x50) this.#symbol = Buffer.from(command.slice(8)).toString('utf8')
    if (second === 0x51) this.#printQr(this.#symbol)
  }
  /** Half blocks make square modules, ink where a module is dark; a code that is wider than the paper is told in words. */
  #printQr(text: string): void {
    const rows = renderUnicodeCompact(text, { ecc: 'M', border: 1, invert: true }).split('\n')
    const fits = (rows[0] ?? '').length <= this.#paper.columns
    for (const row of fits ? rows : [`[QR ${text}]`]) this.#paper.symbol(row)
  }
}
