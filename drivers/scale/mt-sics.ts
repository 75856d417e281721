import { Framer } from '#drivers/scale/framer.ts'
import { readFigure, readingOf, type ScaleCodec, type ScaleReading } from '#drivers/scale/scale-codec.ts'

const LF = 0x0a

// `S S     0.512 kg`: the command, the status, the figure in ten places, the unit.
const weightPattern = /^S ([SD]) +(-?[0-9.]+) (kg|g)$/

/** Mettler Toledo Standard Interface Command Set, level 0: `SI` CR LF is answered at once, at rest or not. */
export const mtSics: ScaleCodec = {
  id: 'mt-sics',
  request: Uint8Array.of(0x53, 0x49, 0x0d, 0x0a),
  makeDecoder: () => {
    const framer = new Framer({ end: LF, bytesMax: 40 })
    return { push: (chunk) => framer.push(chunk).flatMap((line) => read(line.replace(/\r$/, ''))) }
  },
}

function read(line: string): ScaleReading[] {
  if (line === 'S +') return [{ state: 'over' }]
  if (line === 'S -') return [{ state: 'under' }]
  if (line === 'S I') return [{ state: 'not_ready' }]
  const [, status, digits = '', unit] = weightPattern.exec(line) ?? []
  const figure = readFigure(digits)
  if (figure === undefined) return []
  return [readingOf({ ...figure, unit: unit === 'g' ? 'g' : 'kg' }, status === 'D')]
}
