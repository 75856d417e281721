import { Framer } from '#drivers/scale/framer.ts'
import { readFigure, readingOf, type ScaleCodec, type ScaleReading } from '#drivers/scale/scale-codec.ts'

const STX = 0x02
const CR = 0x0d

/** `?`: a status byte follows, which may be any, STX (over capacity) and CR among them. */
const STATUS_MARK = 0x3f

/** Bits of the status byte that stands in for a weight. */
const IN_MOTION = 0x01
const OVER_CAPACITY = 0x02
const UNDER_ZERO = 0x04
const CENTRE_OF_ZERO = 0x10

/**
 * Mettler Toledo 8217: `W` is answered by STX, the figure with its dot, an optional `N` for net, CR; or, when there is
 * no figure to give, by STX, `?`, a status byte, CR. The unit is a setting of the scale: kilograms here.
 */
export const toledo8217: ScaleCodec = {
  id: 'toledo-8217',
  request: Uint8Array.of(0x57),
  makeDecoder: () => {
    const framer = new Framer({ start: STX, end: CR, bytesMax: 16, mark: STATUS_MARK })
    return { push: (chunk) => framer.push(chunk).flatMap((frame) => read(frame)) }
  },
}

function read(frame: string): ScaleReading[] {
  if (frame.startsWith('?')) return [readStatus(frame.charCodeAt(1))]
  const figure = readFigure(frame.replace(/N$/, ''))
  return figure === undefined ? [] : [readingOf({ ...figure, unit: 'kg' }, false)]
}

function readStatus(status: number): ScaleReading {
  if ((status & OVER_CAPACITY) !== 0) return { state: 'over' }
  if ((status & UNDER_ZERO) !== 0) return { state: 'under' }
  if ((status & IN_MOTION) !== 0) return { state: 'motion' }
  if ((status & CENTRE_OF_ZERO) !== 0) return { state: 'zero', weight: { coefficient: 0, exponent: -3, unit: 'kg' } }
  return { state: 'not_ready' }
}
