import { Type } from 'typebox'

/** The name of a till or another device in its store, as on its sticker: T1, SCO2. */
export const DeviceName = Type.String({ pattern: '^[A-Z][A-Z0-9]{0,7}$' })

const LETTERS = 26
const A_CODE = 65

const letters = (number: number): string =>
  number < LETTERS
    ? String.fromCodePoint(A_CODE + number)
    : letters(Math.floor(number / LETTERS) - 1) + String.fromCodePoint(A_CODE + (number % LETTERS))

/**
 * What stands before the number on a receipt. The first device of a name has the bare name; each that replaces it has a
 * letter more, T3, T3B, T3C …, so that no receipt number is ever printed twice. `generation` counts from 1.
 */
export const receiptPrefix = (name: string, generation: number): string =>
  generation === 1 ? name : name + letters(generation - 1)
