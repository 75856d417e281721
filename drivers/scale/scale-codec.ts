/** What a scale says of the thing on its pan; `coefficient` × 10^`exponent` kilograms or grams, never a float. */
export type ScaleReading =
  | { readonly state: 'stable' | 'motion' | 'zero'; readonly weight: ScaleWeight }
  /** The scale gives no figure: something moves, is too heavy, pulls upwards, or the scale is not ready. */
  | { readonly state: 'motion' | 'over' | 'under' | 'not_ready' }

/** A figure exactly as the scale shows it. */
export interface ScaleWeight {
  readonly coefficient: number
  readonly exponent: number
  readonly unit: 'kg' | 'g'
}

/** Reads what a scale sends, piece by piece. */
interface ScaleDecoder {
  readonly push: (chunk: Uint8Array) => ScaleReading[]
}

/** One protocol of scales: how to ask, and how to read the answers. Pure. */
export interface ScaleCodec {
  readonly id: string
  /** Asks for the weight at this moment, at rest or not. */
  readonly request: Uint8Array
  readonly makeDecoder: () => ScaleDecoder
}

/** Reads `00.512` as 512 × 10^-3; `undefined` for anything that is not digits with at most one dot. */
export function readFigure(text: string): { readonly coefficient: number; readonly exponent: number } | undefined {
  const match = /^(-?)(\d{1,8})(?:\.(\d{0,6}))?$/.exec(text.trim())
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  const coefficient = Number(`${sign}${whole}${fraction}`)
  return Number.isSafeInteger(coefficient) ? { coefficient: coefficient + 0, exponent: 0 - fraction.length } : undefined
}

/** A figure as a reading: at zero, or a weight at rest or moving. */
export function readingOf(weight: ScaleWeight, isMoving: boolean): ScaleReading {
  if (isMoving) return { state: 'motion', weight }
  return { state: weight.coefficient === 0 ? 'zero' : 'stable', weight }
}
