import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { machineOf, NO_STEP, statesOf, type SetMachine } from '#core/promotion/set-machine.ts'
import type { SetOffer } from '#core/promotion/set-offer.ts'

const gain = { kind: 'whole' } as const

const anyOffer = (partsMax: number, isLadder = false): fc.Arbitrary<SetOffer> =>
  fc
    .record({
      counts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: isLadder ? 2 : 1, maxLength: partsMax }),
      priceMinor: fc.integer({ min: 1, max: 500 }),
      usesMax: fc.constantFrom(1, 2, 3, 999),
    })
    .map(({ counts, ...facts }) => {
      return Object.assign(facts, { promotion: 0, isLadder, parts: counts.map((count) => ({ count, gain })) })
    })

const supplyFor = ({ parts, isLadder }: SetOffer): fc.Arbitrary<number[]> =>
  isLadder
    ? fc.integer({ min: 0, max: 14 }).map((pieces) => parts.map(() => pieces))
    : fc.array(fc.integer({ min: 0, max: 9 }), { minLength: parts.length, maxLength: parts.length })

/** An offer, pieces for it, and the parts that pieces are put into, one after the other. */
const anyWalk = (offers: fc.Arbitrary<SetOffer>) =>
  offers.chain((offer) =>
    fc.record({
      offer: fc.constant(offer),
      supply: supplyFor(offer),
      steps: fc.array(fc.nat(offer.parts.length - 1), { maxLength: 30 }),
    }),
  )

/** Pieces put into each part so far. */
interface Walker {
  state: number
  dueMinor: number
  readonly taken: number[]
}

const step = ({ to, dueMinor }: SetMachine, walker: Walker, part: number): boolean => {
  const next = to[part]?.[walker.state] ?? NO_STEP
  if (next === NO_STEP) return false
  walker.dueMinor += dueMinor[part]?.[walker.state] ?? 0
  walker.state = next
  walker.taken[part] = (walker.taken[part] ?? 0) + 1
  return true
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)

const setsIn = ({ parts, isLadder }: SetOffer, pieces: readonly number[]): number =>
  isLadder
    ? Math.floor(sumOf(pieces) / sumOf(parts.map(({ count }) => count)))
    : Math.min(...parts.map(({ count }, part) => Math.floor((pieces[part] ?? 0) / count)))

/** Sets that can be made at the most: of the pieces that there are, and by the limit of a sale. */
const setsMaxOf = (offer: SetOffer, supply: readonly number[]): number => {
  const pieces = offer.isLadder ? [supply[0] ?? 0] : supply
  return Math.min(setsIn(offer, pieces), offer.usesMax)
}

/** Where a piece must find its place, so that every set that can be made may be made, in any order of the pieces. */
const isWelcome = (offer: SetOffer, supply: readonly number[], taken: readonly number[], part: number): boolean =>
  (taken[part] ?? 0) < setsMaxOf(offer, supply) * (offer.parts[part]?.count ?? 0)

describe('sets that fill up piece by piece', () => {
  it.each([
    ['of one part', anyOffer(1)],
    ['of several parts', anyOffer(3)],
    ['that go down a ladder', anyOffer(2, true)],
  ])('%s: each whole set costs its price, none stands open without a piece in it', (_what, offers) => {
    fc.assert(
      fc.property(anyWalk(offers), ({ offer, supply, steps }) => {
        const machine = machineOf(offer, supply)
        expect(machine.states).toBe(statesOf(offer, supply))
        const walker: Walker = { state: 0, dueMinor: 0, taken: offer.parts.map(() => 0) }
        expect(machine.isIdle[0]).toBe(true)
        for (const part of steps) {
          // All parts of a ladder take from the same pieces.
          const used = offer.isLadder ? sumOf(walker.taken) : (walker.taken[part] ?? 0)
          if (used >= (supply[part] ?? 0)) continue
          step(machine, walker, part)
          const sets = setsIn(offer, walker.taken)
          expect(sets).toBeLessThanOrEqual(offer.usesMax)
          expect(walker.state).toBeLessThan(machine.states)
          expect(walker.dueMinor).toBe(sets * offer.priceMinor)
          const isWhole = offer.parts.every(({ count }, place) => walker.taken[place] === sets * count)
          expect(machine.isIdle[walker.state]).toBe(isWhole)
        }
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['of one part', anyOffer(1)],
    ['of several parts', anyOffer(3)],
  ])('%s: a piece finds its place while a set can still be made of it', (_what, offers) => {
    fc.assert(
      fc.property(anyWalk(offers), ({ offer, supply, steps }) => {
        const machine = machineOf(offer, supply)
        const walker: Walker = { state: 0, dueMinor: 0, taken: offer.parts.map(() => 0) }
        for (const part of steps) {
          const mustFit = isWelcome(offer, supply, walker.taken, part)
          expect(step(machine, walker, part) || !mustFit).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('down a ladder the dearer pieces are bought, the next ones got, and then the next set begins', () => {
    fc.assert(
      fc.property(anyWalk(anyOffer(2, true)), ({ offer, supply }) => {
        const machine = machineOf(offer, supply)
        const walker: Walker = { state: 0, dueMinor: 0, taken: [0, 0] }
        const [bought = 0, got = 0] = offer.parts.map(({ count }) => count)
        const turns = Array.from({ length: setsMaxOf(offer, supply) * (bought + got) }, (_, index) =>
          index % (bought + got) < bought ? 0 : 1,
        )
        for (const part of turns) {
          expect(machine.to[1 - part]?.[walker.state]).toBe(NO_STEP)
          expect(step(machine, walker, part)).toBe(true)
        }
        expect(walker.dueMinor).toBe(setsMaxOf(offer, supply) * offer.priceMinor)
      }),
    )
  })

  it('has no more states than it takes', () => {
    const parts = (...counts: number[]) => counts.map((count) => ({ count, gain }))
    const offer: SetOffer = { promotion: 0, parts: parts(3), isLadder: false, priceMinor: 1, usesMax: 999 }
    // A set of three stands empty, with one piece or with two, however many sets there are.
    expect(statesOf(offer, [90])).toBe(3)
    expect(statesOf({ ...offer, usesMax: 30 }, [90])).toBe(3)
    expect(statesOf({ ...offer, usesMax: 29 }, [90])).toBe(3 * 30)
    expect(statesOf({ ...offer, parts: parts(2, 1), isLadder: true }, [10, 10])).toBe(3)
    expect(statesOf({ ...offer, parts: parts(2, 1), isLadder: true, usesMax: 2 }, [10, 10])).toBe(3 * 3)
    // Two of one and one of the other, three sets at the most: up to six and three of them wait.
    expect(statesOf({ ...offer, parts: parts(2, 1) }, [6, 9])).toBe(7 * 4)
    expect(statesOf({ ...offer, parts: parts(2, 1), usesMax: 2 }, [6, 9])).toBe(5 * 3 * 3)
  })
})
