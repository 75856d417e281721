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
  /** A till is cut off, for minutes. */
  readonly partitionMeanMs: number
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
  partitionMeanMs: NEVER_MS,
})

/** Kinds of faults, and of what else happens, that a run can be without; each by the weights that are nothing then. */
export const faultKinds = {
  loss: { loss: 0 },
  duplication: { duplication: 0 },
  late: { lateMessage: 0, delayMeanMs: 5 },
  disconnect: { disconnectMeanMs: NEVER_MS },
  partition: { partitionMeanMs: NEVER_MS },
  hub_death: { hubDownMeanMs: NEVER_MS, hubSqlDeath: 0 },
  hub_rollback: { hubRollback: 0 },
  till_death: { tillKillMeanMs: NEVER_MS, sqlDeath: 0 },
  till_rollback: { tillRollback: 0 },
  power_cut: { powerCut: 0 },
  clock: { clockJumpMeanMs: NEVER_MS },
  card: { cardReplyLost: 0, cardDeclined: 0 },
  printer: { printerTrouble: 0 },
  scale: { scaleTrouble: 0 },
  prices: { priceChangeMeanMs: NEVER_MS },
  hurry: { burst: 0, oddKey: 0 },
  refunds: { goodsBack: 0 },
  offers: { offers: 0 },
  api: { apiRefundMeanMs: NEVER_MS },
} as const satisfies Readonly<Record<string, Partial<Weights>>>

/** The name of a kind. */
export type FaultKind = keyof typeof faultKinds

export const isFaultKind = (name: string): name is FaultKind => Object.hasOwn(faultKinds, name)

const withoutFaults = (weights: Weights, kinds: readonly FaultKind[]): Weights =>
  Object.assign({ ...weights }, ...kinds.map((kind) => faultKinds[kind])) as Weights

/** Faults that no shop asks for; what people do stays. */
const allFaults: readonly FaultKind[] = [
  'loss',
  'duplication',
  'late',
  'disconnect',
  'partition',
  'hub_death',
  'hub_rollback',
  'till_death',
  'till_rollback',
  'power_cut',
  'clock',
  'card',
  'printer',
  'scale',
]

/** A customer in a minute or two, as in a shop. */
const CALM_THINK_MEAN_MS = 8_000

/** What a profile makes of what was drawn; `isEven` tells half of the seeds from the other. */
const shapes = {
  /** Nothing breaks, and people have time. */
  quiet: (drawn: Weights): Weights => ({
    ...withoutFaults(drawn, [...allFaults, 'hurry']),
    thinkMeanMs: CALM_THINK_MEAN_MS,
  }),
  /** As drawn: a few things at once, others not at all. */
  normal: (drawn: Weights): Weights => drawn,
  /** All at once; disks stay as they are. */
  storm: (drawn: Weights): Weights => ({
    ...withoutFaults(drawn, ['hub_rollback', 'till_rollback']),
    loss: 0.2,
    duplication: 0.3,
    lateMessage: 0.3,
    disconnectMeanMs: 2 * MINUTE_MS,
    partitionMeanMs: 15 * MINUTE_MS,
    hubDownMeanMs: 5 * MINUTE_MS,
    hubOutageMeanMs: MINUTE_MS,
    hubSqlDeath: 0.5,
    tillKillMeanMs: 3 * MINUTE_MS,
    powerCut: 0.5,
    clockJumpMeanMs: 10 * MINUTE_MS,
    cardReplyLost: 0.2,
    printerTrouble: 0.2,
  }),
  /** Each second seed has a hub whose disk goes back, the others tills. */
  rollback: (drawn: Weights, isEven: boolean): Weights => ({
    ...drawn,
    ...(isEven
      ? { hubRollback: 0.5, hubDownMeanMs: 5 * MINUTE_MS }
      : { tillRollback: 0.3, tillKillMeanMs: 3 * MINUTE_MS }),
    ...(isEven ? { tillRollback: 0 } : { hubRollback: 0 }),
  }),
} as const satisfies Readonly<Record<string, (drawn: Weights, isEven: boolean) => Weights>>

/** The name of a profile. */
export type Profile = keyof typeof shapes

export const profiles = Object.keys(shapes)
export const isProfile = (name: string): name is Profile => Object.hasOwn(shapes, name)

/** What weights are drawn for. */
export interface WeightPlan {
  readonly profile: Profile
  readonly without: readonly FaultKind[]
  /** Chance of their own, so that they move nothing else. */
  readonly partitions: Random
}

/** Draws the weights of a run. */
export const drawWeights = (random: Random, plan: WeightPlan): Weights => {
  const { profile, without, partitions } = plan
  const drawn = { ...drawFreely(random), partitionMeanMs: often(partitions, [NEVER_MS, NEVER_MS, 15 * MINUTE_MS]) }
  const shaped = withoutFaults(shapes[profile](drawn, random.isOneOf(0.5)), without)
  // One disk at a time: what is on none any more, nobody can bring back.
  return shaped.hubRollback > 0 ? { ...shaped, tillRollback: 0 } : shaped
}

/** How somebody dies by its own SQL. */
export const drawDeath = (random: Random, { powerCut, deathAfter }: Weights): Pick<Fuse, 'moment' | 'isPowerCut'> => {
  const isPowerCut = random.isOneOf(powerCut)
  if (isPowerCut && random.isOneOf(0.6)) return { moment: 'during', isPowerCut }
  return { moment: random.isOneOf(deathAfter) ? 'after' : 'before', isPowerCut }
}
