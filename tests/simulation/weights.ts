import type { Random } from '#tests/simulation/random.ts'
import type { Fuse } from '#tests/simulation/sql-faults.ts'

/**
 * How likely what is in one run. Each seed draws its own, some of them nothing: a fault that is always there hides what
 * happens without it (swarm testing, Groce et al., 2012).
 */
export interface Weights {
  readonly loss: number
  readonly duplication: number
  /** Most messages come within this. */
  readonly delayMeanMs: number
  /** Some come much later, and after others that were sent later. */
  readonly lateMessage: number
  readonly disconnectMeanMs: number
  readonly hubDownMeanMs: number
  readonly hubOutageMeanMs: number
  readonly hubSqlDeath: number
  /** Of the hub's starts, how many find a disk that went back in time. */
  readonly hubRollback: number
  /** Of a till's starts, how many find a disk that went back in time. */
  readonly tillRollback: number
  readonly tillKillMeanMs: number
  /** Of the kills, how many strike at an SQL statement; the others between two events. */
  readonly sqlDeath: number
  /** Of those, how many strike right after the statement instead of before. */
  readonly deathAfter: number
  /** Of the deaths, at tills and at the hub, how many take the power with them: what was not synced is gone or torn. */
  readonly powerCut: number
  /** The wall clock of a till, or of the hub, jumps: an hour, to 1970, to 2045, and back. */
  readonly clockJumpMeanMs: number
  readonly cardReplyLost: number
  readonly cardDeclined: number
  readonly printerTrouble: number
  readonly scaleTrouble: number
  readonly cardShare: number
  readonly priceChangeMeanMs: number
  readonly thinkMeanMs: number
  /** How often a cashier types ahead. */
  readonly burst: number
  readonly oddKey: number
  /** Instead of the next item: somebody brings goods back. */
  readonly goodsBack: number
  /** Instead of the next item: a customer says who they are, or shows a coupon. */
  readonly offers: number
  /** Somebody gives money back, or undoes a sale, at the API. */
  readonly apiRefundMeanMs: number
}

const MINUTE_MS = 60_000
const NEVER_MS = 1e12

const often = (random: Random, choices: readonly [number, ...number[]]): number => random.pick(choices)

const drawFreely = (random: Random): Weights => ({
  loss: often(random, [0, 0, 0.02, 0.2, 0.5]),
  duplication: often(random, [0, 0.05, 0.3]),
  delayMeanMs: often(random, [5, 50, 400]),
  lateMessage: often(random, [0, 0.05, 0.3]),
  disconnectMeanMs: often(random, [NEVER_MS, 10 * MINUTE_MS, 2 * MINUTE_MS]),
  hubDownMeanMs: often(random, [NEVER_MS, 20 * MINUTE_MS, 5 * MINUTE_MS]),
  hubOutageMeanMs: often(random, [2_000, MINUTE_MS, 8 * MINUTE_MS]),
  hubSqlDeath: often(random, [0, 0.5, 0.9]),
  tillKillMeanMs: often(random, [NEVER_MS, 10 * MINUTE_MS, 3 * MINUTE_MS, MINUTE_MS]),
  sqlDeath: often(random, [0.3, 0.8, 1]),
  deathAfter: often(random, [0.2, 0.5, 0.8]),
  cardReplyLost: often(random, [0, 0.1, 0.4]),
  cardDeclined: often(random, [0, 0.1]),
  printerTrouble: often(random, [0, 0.2]),
  scaleTrouble: often(random, [0, 0.3]),
  cardShare: often(random, [0.1, 0.4, 0.8]),
  priceChangeMeanMs: often(random, [NEVER_MS, 5 * MINUTE_MS, MINUTE_MS]),
  thinkMeanMs: often(random, [600, 2_000, 5_000]),
  burst: often(random, [0, 0.2, 0.7]),
  oddKey: often(random, [0.02, 0.1]),
  hubRollback: often(random, [0, 0, 0.4]),
  goodsBack: often(random, [0.01, 0.08, 0.25]),
  offers: often(random, [0.02, 0.1, 0.25]),
  apiRefundMeanMs: often(random, [NEVER_MS, MINUTE_MS, 8_000]),
  clockJumpMeanMs: often(random, [NEVER_MS, NEVER_MS, 20 * MINUTE_MS, 4 * MINUTE_MS]),
  tillRollback: often(random, [0, 0, 0.2]),
  powerCut: often(random, [0, 0.3, 1]),
})

export const drawWeights = (random: Random): Weights => {
  const weights = drawFreely(random)
  // One disk at a time: what is on none any more, nobody can bring back.
  return weights.hubRollback > 0 ? { ...weights, tillRollback: 0 } : weights
}

/** How somebody dies by its own SQL. */
export const drawDeath = (random: Random, { powerCut, deathAfter }: Weights): Pick<Fuse, 'moment' | 'isPowerCut'> => {
  const isPowerCut = random.isOneOf(powerCut)
  if (isPowerCut && random.isOneOf(0.6)) return { moment: 'during', isPowerCut }
  return { moment: random.isOneOf(deathAfter) ? 'after' : 'before', isPowerCut }
}
