import type { RunResult } from '#tests/simulation/simulate.ts'

const counted = [
  'sales',
  'refunds',
  'kills',
  'powerCuts',
  'clockJumps',
  'partitions',
  'rollbacks',
  'tillRollbacks',
  'rebuilds',
  'lostWithDisk',
  'lostMessages',
  'doubledMessages',
] as const satisfies readonly (keyof RunResult)[]

type Counts = Pick<RunResult, (typeof counted)[number]>

const NOTHING: Counts = {
  sales: 0,
  refunds: 0,
  kills: 0,
  powerCuts: 0,
  clockJumps: 0,
  partitions: 0,
  rollbacks: 0,
  tillRollbacks: 0,
  rebuilds: 0,
  lostWithDisk: 0,
  lostMessages: 0,
  doubledMessages: 0,
}

const spoken = (counts: Counts): string => {
  const disks = `${counts.rollbacks} old disks at the hub, ${counts.tillRollbacks} at tills (${counts.rebuilds} rebuilt)`
  const deaths = `${counts.kills} kills (${counts.powerCuts} with the power), ${disks}, ${counts.clockJumps} clocks set, ${counts.partitions} partitions`
  const messages = `${counts.lostMessages} messages lost and ${counts.doubledMessages} doubled`
  return `${counts.sales} sales, ${counts.refunds} refunds, ${deaths}, ${messages}`
}

const round = (value: number): number => Math.round(value * 100) / 100

/** What several runs come to. */
export class Totals {
  readonly #startedAtMs: number
  readonly #nowMs: () => number
  readonly #counts = { ...NOTHING }
  #seeds = 0
  #hours = 0
  #hoursOfThis = 0

  /** `nowMs` is real time. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
    this.#startedAtMs = nowMs()
  }

  /** So much of the run under way is over. */
  at(hours: number): void {
    this.#hoursOfThis = hours
  }

  add(result: RunResult): void {
    this.#seeds += 1
    this.#hours += result.hours
    this.#hoursOfThis = 0
    for (const name of counted) this.#counts[name] += result[name]
  }

  line(result: RunResult): string {
    return `seed ${result.seed}: ${spoken(result)}, trace ${result.digest}`
  }

  progress(): string {
    return `… ${this.#seeds} seeds, ${this.#speed()}`
  }

  summary(): string {
    return `${this.#seeds} seeds, ${this.#speed()}: ${spoken(this.#counts)}; nothing broken`
  }

  #speed(): string {
    const hours = this.#hours + this.#hoursOfThis
    const seconds = (this.#nowMs() - this.#startedAtMs) / 1000
    return `${round(hours)} store-hours in ${Math.round(seconds)} s (${round(hours / seconds)} a second)`
  }
}
