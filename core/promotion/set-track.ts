import { setSize, type SetOffer } from '#core/promotion/set-offer.ts'

/**
 * How one offer stands in the key of a search state: the pieces of sets that are begun and not complete, as digits of a
 * mixed radix number. An offer with one part, and a ladder, has one digit: its sets are filled one after the other. With
 * more parts each has its own. A limit on uses that can be reached has one more.
 */
export interface Track {
  readonly offer: SetOffer
  readonly size: number
  readonly isRing: boolean
  readonly strides: readonly number[]
  readonly radixes: readonly number[]
  /** 0 where the limit cannot be reached. */
  readonly usesStride: number
  /** Factor of all its digits: the next track's stride. */
  readonly span: number
  /** What the complete set takes off the key. */
  readonly completeStride: number
}

const setsMaxOf = (offer: SetOffer, supply: readonly number[]): number => {
  if (offer.isLadder) return Math.floor((supply[0] ?? 0) / setSize(offer))
  return Math.min(...offer.parts.map(({ count }, part) => Math.floor((supply[part] ?? 0) / count)))
}

/** Lays out the digits of an offer from `stride` on; `supply` counts the pieces that could fill each part. */
export function trackOf(offer: SetOffer, supply: readonly number[], stride: number): Track {
  const size = setSize(offer)
  const isRing = offer.isLadder || offer.parts.length === 1
  const setsMax = setsMaxOf(offer, supply)
  const radixes = isRing ? [size] : offer.parts.map(({ count }) => Math.min(setsMax, offer.usesMax) * count + 1)
  const strides: number[] = []
  let next = stride
  for (const radix of radixes) {
    strides.push(next)
    next *= radix
  }
  const isLimited = offer.usesMax < setsMax
  const usesStride = isLimited ? next : 0
  const span = (isLimited ? next * (offer.usesMax + 1) : next) / stride
  const completeStride = isRing
    ? (size - 1) * stride
    : offer.parts.reduce((sum, { count }, part) => sum + count * (strides[part] ?? 0), 0)
  return { offer, size, isRing, strides, radixes, usesStride, span, completeStride }
}

const digitOf = (key: number, stride: number, radix: number): number => Math.floor(key / stride) % radix

/** Pieces that a track has in a part of sets not complete; of a ring, in the one set begun. */
const filled = (track: Track, key: number, part: number): number =>
  digitOf(key, track.strides[part] ?? 1, track.radixes[part] ?? 1)

const usesLeft = (track: Track, key: number): number =>
  track.usesStride === 0
    ? track.offer.usesMax
    : track.offer.usesMax - digitOf(key, track.usesStride, track.offer.usesMax + 1)

/** A step that a state cannot take. */
export const NO_STEP = -1

/** What one more piece in a part makes of a key; `NO_STEP` where the part cannot take it. */
export function stepTo(track: Track, key: number, part: number): number {
  if (track.isRing) return ringStep(track, key, part)
  const count = track.offer.parts[part]?.count ?? 1
  const limit = Math.min((track.radixes[part] ?? 1) - 1, usesLeft(track, key) * count)
  if (filled(track, key, part) >= limit) return NO_STEP
  const grown = key + (track.strides[part] ?? 0)
  return isComplete(track, grown) ? grown - track.completeStride + track.usesStride : grown
}

const ringStep = (track: Track, key: number, part: number): number => {
  const has = filled(track, key, 0)
  // The dearer pieces of a ladder come first, and they are the ones bought.
  if (track.offer.isLadder && has < (track.offer.parts[0]?.count ?? 0) !== (part === 0)) return NO_STEP
  if (has === 0 && usesLeft(track, key) === 0) return NO_STEP
  return has + 1 < track.size ? key + (track.strides[0] ?? 0) : key - track.completeStride + track.usesStride
}

const isComplete = (track: Track, key: number): boolean =>
  track.offer.parts.every(({ count }, part) => filled(track, key, part) >= count)

/** True when no set of a track is begun and not complete. */
export const isIdle = (track: Track, key: number): boolean => {
  for (let part = 0; part < track.strides.length; part++) if (filled(track, key, part) > 0) return false
  return true
}

/** True when so many more pieces for each part are enough to complete what a track has begun. */
export function canComplete(track: Track, key: number, remaining: readonly number[]): boolean {
  if (track.isRing) {
    const has = filled(track, key, 0)
    return has === 0 || track.size - has <= (remaining[0] ?? 0)
  }
  const { parts } = track.offer
  const sets = Math.max(...parts.map(({ count }, part) => Math.ceil(filled(track, key, part) / count)))
  return parts.every(({ count }, part) => sets * count - filled(track, key, part) <= (remaining[part] ?? 0))
}

/**
 * What a ladder may still give beyond the bounds of the remaining pieces, when each saves `gotMinor` at the most. Bought
 * pieces have earned nothing yet, though the bounds count on their part of what is got; what is got earns all of it.
 */
export const ladderOpen = (track: Track, key: number, gotMinor: number): number => {
  const has = filled(track, key, 0)
  const [bought = 0, got = 0] = track.offer.parts.map((part) => part.count)
  const open = has <= bought ? got * has : (got - (has - bought)) * bought
  return (gotMinor * open) / track.size
}
