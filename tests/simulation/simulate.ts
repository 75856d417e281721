import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import { signerOf } from '#tests/core/journal/node-signer.ts'
import { Agenda } from '#tests/simulation/agenda.ts'
import { Busy } from '#tests/simulation/busy.ts'
import { Cashier } from '#tests/simulation/cashier.ts'
import { newIds } from '#tests/simulation/ids.ts'
import { checkNothingLost, checkStore } from '#tests/simulation/invariants.ts'
import { Network } from '#tests/simulation/network.ts'
import { Random } from '#tests/simulation/random.ts'
import { SimHub } from '#tests/simulation/sim-hub.ts'
import type { SimParts } from '#tests/simulation/sim-parts.ts'
import { SimTill } from '#tests/simulation/sim-till.ts'
import { installSqlFaults } from '#tests/simulation/sql-faults.ts'
import { Trace } from '#tests/simulation/trace.ts'
import { claim } from '#tests/simulation/violation.ts'
import { drawWeights, type FaultKind, type Profile } from '#tests/simulation/weights.ts'

/** What one run is. The same seed, hours and tills give the same run, to the last byte of its trace. */
export interface RunPlan {
  readonly seed: bigint
  readonly hours: number
  readonly tills: number
  readonly profile: Profile
  /** Kinds of faults that this run is without. */
  readonly without: readonly FaultKind[]
  /** Told how much of the virtual time is over. */
  readonly onHours?: (hours: number) => void
  readonly show?: (line: string) => void
}

/** What a run came to. */
export interface RunResult {
  readonly seed: bigint
  readonly digest: string
  readonly events: number
  readonly sales: number
  readonly refunds: number
  readonly kills: number
  readonly powerCuts: number
  readonly clockJumps: number
  readonly partitions: number
  readonly hubBoots: number
  readonly rollbacks: number
  readonly tillRollbacks: number
  readonly rebuilds: number
  /** Sales that were told of and stood on the disk that went back alone. */
  readonly lostWithDisk: number
  readonly lostMessages: number
  readonly doubledMessages: number
  /** Why it stopped before its end, if it did. */
  readonly problem: string | undefined
  /** The same without where it was found. */
  readonly problemMessage: string | undefined
  /** Virtual hours that were run. */
  readonly hours: number
  readonly lastLines: readonly string[]
}

const START_MS = Date.UTC(2026, 2, 2, 7)
const HOUR_MS = 3_600_000
const PARTITION_MEAN_MS = 180_000
/** In virtual time: everything comes to rest within minutes, or it never does. */
const REST_MAX_MS = 2 * HOUR_MS
/** A store in which time stands still for so many steps goes round in a circle. */
const STEPS_AT_ONE_MOMENT_MAX = 10_000

// A simulated store tests what a process leaves behind, not what a disk does: in memory it is thirty times as fast.
const MEMORY_FOLDER = '/dev/shm'
const makeFolder = (): string =>
  mkdtempSync(join(existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir(), 'vendly-simulation-'))

const enrolledTills = (count: number, random: Random): EnrolledDevice[] => {
  const newId = newIds(random, () => START_MS)
  return Array.from({ length: count }, (_, index) => ({
    id: newId(),
    name: `T${index + 1}`,
    generation: 1,
    deviceNumber: index + 1,
    pin: signerOf(`T${index + 1}`).keyId,
  }))
}

const describeTill = (till: SimTill): string => {
  const state = till.runner()?.state()
  if (state === undefined) return `${till.device.name} is off`
  const { screen, unsentCount, basket, priced, tenders, notice, openIntents } = state
  const facts = {
    screen: screen.name,
    unsentCount,
    lines: basket?.lines.length,
    totalMinor: priced?.totals.totalMinor,
    tendersMinor: tenders.map((tender) => tender.amountMinor),
    notice: notice?.key,
    openIntents,
    unreleased: state.unreleased,
    openRefund: state.openRefund?.draft.refundId,
    ...till.process.inspect(() => {
      const { heldAtHub, reservations } = till.store()
      return { heldOpen: heldAtHub.open(), reservationsOpen: reservations.open().map(({ phase }) => phase) }
    }),
    link: till.describeLink(),
  }
  return `${till.device.name} ${JSON.stringify(facts)}`
}

/** Entries that the hub has not acknowledged, or baskets and reservations that it has not heard of. */
const hasMoreToSay = ({ replication, heldAtHub, reservations }: ReturnType<SimTill['store']>): boolean =>
  replication.unsentCount() > 0 || heldAtHub.open().length > 0 || reservations.open().length > 0

/** One store, from opening to rest. */
class Store {
  readonly #plan: RunPlan
  readonly #parts: SimParts
  readonly #network: Network
  readonly #hub: SimHub
  readonly #tills: readonly SimTill[]
  readonly #cashiers: readonly Cashier[]
  partitionCount = 0
  readonly #partitions: Random
  readonly #bootsSeen = new Map<SimTill, number>()

  constructor(plan: RunPlan, folder: string) {
    this.#plan = plan
    const random = new Random(plan.seed)
    this.#partitions = new Random(BigInt.asUintN(64, ~plan.seed))
    const agenda = new Agenda(START_MS)
    const trace = new Trace(() => agenda.nowMs, plan.show)
    const weights = drawWeights(random, { ...plan, partitions: this.#partitions })
    trace.note('-', `seed ${plan.seed}, ${plan.profile}, weights ${JSON.stringify(weights)}`)
    this.#parts = { folder, agenda, busy: new Busy(), random, weights, trace, faults: { isOn: true } }
    this.#network = new Network(agenda, random.fork(), weights)
    const devices = enrolledTills(plan.tills, random.fork())
    this.#hub = new SimHub(this.#parts, this.#network, devices)
    this.#tills = devices.map((device) => new SimTill(this.#parts, this.#hub, device))
    this.#cashiers = this.#tills.map((till) => new Cashier(this.#parts, till, this.#tills))
  }

  async run(): Promise<void> {
    const { agenda, busy } = this.#parts
    await this.#hub.boot()
    for (const till of this.#tills) till.start()
    for (const cashier of this.#cashiers) agenda.in(1_000, () => cashier.work())
    this.#later(this.#parts.weights.priceChangeMeanMs, () => this.#hub.isUp() && this.#hub.changePrice())
    this.#later(this.#parts.weights.apiRefundMeanMs, () => this.#hub.isUp() && this.#hub.refundAtApi())
    for (const till of this.#tills) this.#later(this.#parts.weights.disconnectMeanMs, () => till.breakConnection())
    for (const one of [this.#hub, ...this.#tills])
      this.#later(this.#parts.weights.clockJumpMeanMs, () => one.jumpClock())
    for (const till of this.#tills) this.#cutOffLater(till)
    await busy.settled()
    await this.#until(() => agenda.nowMs >= START_MS + this.#plan.hours * HOUR_MS)
    this.#heal()
    const restByMs = agenda.nowMs + REST_MAX_MS
    await this.#until(() => this.#isAtRest() || agenda.nowMs >= restByMs)
    claim(this.#isAtRest(), () => `The store does not come to rest: ${this.#restlessness()}`)
    checkStore(this.#hub, this.#tills)
  }

  result(error: Error | undefined): RunResult {
    const { trace } = this.#parts
    const sum = (of: (till: SimTill) => number): number => this.#tills.reduce((total, till) => total + of(till), 0)
    return {
      seed: this.#plan.seed,
      digest: trace.digest(),
      events: trace.lineCount,
      sales: sum((till) => till.acknowledged.size + till.disk.kept.size + till.disk.lost.size),
      refunds: sum((till) => till.acknowledgedRefunds.size) + this.#hub.apiRefundCount,
      kills: sum((till) => till.bootCount - 1) + this.#hub.bootCount - 1,
      powerCuts: sum((till) => till.process.powerCutCount) + this.#hub.process.powerCutCount,
      partitions: this.partitionCount,
      clockJumps: sum((till) => till.clock.jumpCount) + this.#hub.clock.jumpCount,
      hubBoots: this.#hub.bootCount,
      rollbacks: this.#hub.rollbackCount,
      tillRollbacks: sum((till) => till.disk.rollbackCount),
      rebuilds: sum((till) => till.disk.rebuildCount),
      lostWithDisk: sum((till) => till.disk.lost.size),
      lostMessages: this.#network.lostCount,
      doubledMessages: this.#network.doubledCount,
      problemMessage: error?.message,
      hours: (this.#parts.agenda.nowMs - START_MS) / HOUR_MS,
      problem: error?.stack ?? error?.message,
      lastLines: trace.lastLines(),
    }
  }

  close(): void {
    for (const till of this.#tills) till.process.end()
    this.#hub.process.end()
  }

  /** What an un-awaited promise of the product ended with. */
  rejected(error: unknown): void {
    const processes = [this.#hub.process, ...this.#tills.map((till) => till.process)]
    if (!processes.some((process) => process.wasDeathOf(error))) this.#parts.busy.fail(error)
  }

  async #until(isDone: () => boolean): Promise<void> {
    const { agenda, busy } = this.#parts
    let stepsAtOneMoment = 0
    while (!isDone()) {
      const beforeMs = agenda.nowMs
      agenda.step()
      await busy.settled()
      this.#checkBoots()
      this.#plan.onHours?.((agenda.nowMs - START_MS) / HOUR_MS)
      stepsAtOneMoment = agenda.nowMs === beforeMs ? stepsAtOneMoment + 1 : 0
      const isMoving = stepsAtOneMoment < STEPS_AT_ONE_MOMENT_MAX
      claim(isMoving, () => `Time stands still: ${this.#tills.map(describeTill).join('; ')}`)
    }
  }

  #checkBoots(): void {
    for (const till of this.#tills) {
      if (!till.isOn() || this.#bootsSeen.get(till) === till.bootCount) continue
      this.#bootsSeen.set(till, till.bootCount)
      checkNothingLost(till)
    }
  }

  #later(meanMs: number, happen: () => void, random = this.#parts.random): void {
    const { agenda, faults } = this.#parts
    agenda.in(random.waitMs(meanMs), () => {
      if (!faults.isOn) return
      happen()
      this.#later(meanMs, happen, random)
    })
  }

  #cutOffLater(till: SimTill): void {
    const { weights } = this.#parts
    const cutOff = (): void => {
      this.partitionCount += 1
      till.cutOff(this.#network, this.#partitions.waitMs(PARTITION_MEAN_MS))
    }
    this.#later(weights.partitionMeanMs, cutOff, this.#partitions)
  }

  /** No more faults: whoever is up stays up, messages come. */
  #heal(): void {
    this.#parts.trace.note('-', 'all faults end')
    this.#parts.faults.isOn = false
    this.#network.heal()
    this.#hub.process.setFuse(undefined)
    this.#hub.clock.setRight()
    for (const till of this.#tills) {
      till.process.setFuse(undefined)
      till.clock.setRight()
      // What a broker retains comes with the next connection; on the one that is, it may have been lost.
      till.breakConnection()
    }
  }

  #isAtRest(): boolean {
    return this.#restlessness() === ''
  }

  #restlessness(): string {
    if (!this.#hub.isUp()) return 'the hub is down'
    const restless = this.#tills.filter((till, index) => {
      if (!till.isOn() || till.devices.isCharging() || this.#cashiers[index]?.isIdle() !== true) return true
      return till.process.inspect(() => hasMoreToSay(till.store()))
    })
    if (restless.length === 0) return ''
    const odd = this.#hub.committed<object>('SELECT kind, detail FROM exceptions LIMIT 3')
    return `${restless.map(describeTill).join('; ')}; the hub noted ${JSON.stringify(odd)}`
  }
}

installSqlFaults()

/** Runs one store. */
export async function simulate(plan: RunPlan): Promise<RunResult> {
  const folder = makeFolder()
  const store = new Store(plan, folder)
  const onRejected = (error: unknown): void => store.rejected(error)
  process.on('unhandledRejection', onRejected)
  let problem: Error | undefined
  try {
    await store.run()
  } catch (error) {
    problem = error instanceof Error ? error : new Error('Something else than an error was thrown.', { cause: error })
  } finally {
    store.close()
    process.off('unhandledRejection', onRejected)
    rmSync(folder, { recursive: true, force: true })
  }
  return store.result(problem)
}
