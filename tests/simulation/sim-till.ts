import { assert } from '#core/errors/assert.ts'
import type { NewId } from '#core/ports/new-id.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import type { TillRunner } from '#kiosk/effects/till-runner.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { signerOf } from '#tests/core/journal/node-signer.ts'
import { newIds } from '#tests/simulation/ids.ts'
import type { Network } from '#tests/simulation/network.ts'
import type { Random } from '#tests/simulation/random.ts'
import { SimClock } from '#tests/simulation/sim-clock.ts'
import { SimDevices } from '#tests/simulation/sim-devices.ts'
import type { SimHub } from '#tests/simulation/sim-hub.ts'
import type { SimParts } from '#tests/simulation/sim-parts.ts'
import { prepared, SimProcess } from '#tests/simulation/sim-process.ts'
import { TillBoot } from '#tests/simulation/till-boot.ts'
import { TillDisk } from '#tests/simulation/till-disk.ts'
import { TillOutside } from '#tests/simulation/till-outside.ts'
import { claim } from '#tests/simulation/violation.ts'
import { drawDeath } from '#tests/simulation/weights.ts'

/** A till that lost its power is switched on again. */
const BOOT_MEAN_MS = 4_000
/** MQTT: after one and a half times 20 s a silent connection is over. */
const KEEP_ALIVE_MS = 30_000

/** A till: product code from the keys to the disk and to the bytes of its messages. */
export class SimTill {
  readonly device: EnrolledDevice
  readonly process: SimProcess
  readonly devices: SimDevices
  /** Sales that somebody was told are done, by id. */
  readonly acknowledged = new Map<string, Sale>()
  readonly acknowledgedRefunds = new Map<string, Refund>()
  /** Card payments that a cashier was asked about and said are given back. */
  readonly saidGivenBack = new Set<string>()
  /** Baskets of its own that this till recalled without the hub's word. */
  readonly recalledAlone = new Set<string>()
  readonly #parts: SimParts
  readonly #hub: SimHub
  readonly #random: Random
  readonly #newId: NewId
  readonly #outside: TillOutside
  readonly clock: SimClock
  readonly disk: TillDisk
  readonly #checkedUpTo = new Map<string, number>()
  #boot: TillBoot | undefined
  bootCount = 0

  constructor(parts: SimParts, hub: SimHub, device: EnrolledDevice) {
    const { agenda, trace, weights } = parts
    this.#parts = parts
    this.#hub = hub
    this.device = device
    this.#random = parts.random.fork()
    this.clock = new SimClock(agenda, parts.random.fork())
    this.#newId = newIds(this.#random, () => this.clock.nowMs())
    this.#outside = new TillOutside(this, trace)
    this.disk = new TillDisk(parts, this, hub)
    const { folder: root } = parts
    this.process = new SimProcess({ name: device.name, root, random: parts.random.fork() }, (sql, moment) => {
      trace.note(device.name, `dies ${moment} ${sql.slice(0, 60).replaceAll(/\s+/gu, ' ')}`)
      agenda.in(0, () => this.#fall())
    })
    const outside = {
      onPrinted: (label: string, isCopy: boolean) => this.#outside.onPrinted(label, isCopy),
      onDrawer: (reason: string) => this.#outside.onDrawer(reason),
    }
    this.devices = new SimDevices({ till: device.name, agenda, random: this.#random.fork(), weights, trace, outside })
  }

  /** The till as whoever stands before it has it; undefined while it is off or starting. */
  runner(): TillRunner | undefined {
    return this.process.isRunning() ? this.#boot?.runner : undefined
  }

  store(): TillStore {
    assert(this.#boot !== undefined && this.process.isRunning(), 'The till is on.')
    return this.#boot.store
  }

  isOn(): boolean {
    return this.process.isRunning() && this.#boot !== undefined
  }

  start(): void {
    const { trace, faults } = this.#parts
    const from = this.disk.next()
    this.process.start(from)
    this.bootCount += 1
    if (faults.isOn) this.#plan()
    this.process.survives(() => this.#open())
    if (!this.process.isRunning()) return
    trace.note(this.device.name, `boot ${this.bootCount}`)
    if (this.disk.rollbackCount > 0) this.#outside.diskChanged()
    this.disk.keepCopies(this.process.incarnation)
  }

  /** Nobody is served, and nothing is owed to anybody. */
  isQuiet(): boolean {
    const state = this.runner()?.state()
    if (state === undefined || this.isInTransaction() || this.devices.isCharging()) return false
    const { basket, openIntents, openRefund, unreleased, unclaimed } = state
    return (
      basket === undefined &&
      openRefund === undefined &&
      openIntents.length + unreleased.length + unclaimed.length === 0
    )
  }

  /** Keys or scans. */
  press(...events: readonly TillEvent[]): void {
    this.process.survives(() => this.runner()?.dispatch(...events))
  }

  /** Its wall clock goes wrong, or right again. */
  jumpClock(): void {
    this.#parts.trace.note(this.device.name, `clock: ${this.clock.jump()}`)
  }

  describeLink(): object | undefined {
    return this.#boot?.link.describe()
  }

  /** Its cable is out: nobody notices at once, and for a while nobody gets through. */
  cutOff(network: Network, forMs: number): void {
    const { trace, agenda } = this.#parts
    trace.note(this.device.name, `is cut off for ${Math.round(forMs / 1000)} s`)
    network.cutOff(this.device.id, forMs)
    agenda.in(KEEP_ALIVE_MS, () => {
      if (network.isCutOff(this.device.id)) this.breakConnection()
    })
  }

  breakConnection(): void {
    this.#boot?.link.breakConnection()
  }

  /** It dies, now. */
  kill(): void {
    if (!this.process.isRunning()) return
    const isPowerCut = this.#random.isOneOf(this.#parts.weights.powerCut)
    this.#parts.trace.note(this.device.name, isPowerCut ? 'loses its power' : 'is killed')
    this.process.kill(isPowerCut)
    this.#fall()
  }

  /** Counts of what this till's tables say, read around its own code. */
  read<Row>(sql: string, ...values: readonly unknown[]): Row[] {
    return this.process.inspect(() => {
      const connection = this.process.connectionTo('till.sqlite', false)
      assert(connection !== undefined, 'A till that is on has its database open.')
      return prepared(connection, sql).all(...values) as Row[]
    })
  }

  /** The keys that may sign its journal. */
  keyIds(): ReadonlySet<string> {
    return new Set([signerOf(this.device.name).keyId])
  }

  isInTransaction(): boolean {
    return this.process.connectionTo('till.sqlite', false)?.inTransaction ?? false
  }

  #plan(): void {
    const { agenda, weights } = this.#parts
    if (this.#random.isOneOf(weights.sqlDeath) && weights.tillKillMeanMs < 1e9) {
      // Some die while they start; the others live for about as long as the weights say.
      const meanStatements = this.#random.isOneOf(0.2) ? 60 : weights.tillKillMeanMs / 30
      const death = drawDeath(this.#random, weights)
      return this.process.setFuse({ statements: this.#random.waitMs(meanStatements), ...death })
    }
    const { incarnation } = this.process
    agenda.in(this.#random.waitMs(weights.tillKillMeanMs), () => {
      if (incarnation === this.process.incarnation && this.#parts.faults.isOn) this.kill()
    })
  }

  /** The process is gone; its connection breaks, and after a while somebody switches it on again. */
  #fall(): void {
    const { agenda } = this.#parts
    this.breakConnection()
    this.#boot = undefined
    agenda.in(this.#random.waitMs(BOOT_MEAN_MS), () => this.start())
  }

  /** It ends by its own will. */
  restart(): void {
    this.process.kill()
    this.#fall()
  }

  /** Somebody is told that this is sold. */
  acknowledge(sale: Sale): void {
    this.#parts.trace.note(this.device.name, `sold ${sale.receiptLabel} for ${sale.totals.totalMinor}`)
    this.acknowledged.set(sale.saleId, sale)
  }

  /** Somebody is told that this is given back. */
  acknowledgeRefund(refund: Refund): void {
    const { refundLabel, kind, originalReceiptLabel, totals } = refund
    this.#parts.trace.note(
      this.device.name,
      `${refundLabel} ${kind} of ${originalReceiptLabel} gives ${totals.totalMinor}`,
    )
    this.acknowledgedRefunds.set(refund.refundId, refund)
  }

  #open(): void {
    this.#boot = new TillBoot({
      parts: this.#parts,
      till: this,
      hub: this.#hub,
      random: this.#random,
      newId: this.#newId,
      onStepped: (store) => this.#checkAcknowledged(store),
    })
    this.#boot.start()
  }

  /** The hub holds what the till believes that it holds. */
  #checkAcknowledged({ replication }: TillStore): void {
    // A hub that forgot makes every till believe too much until it has heard from it.
    if (!this.#hub.isUp() || this.#hub.rollbackCount > 0) return
    for (const { stream, ackedSeq } of replication.cursors()) {
      if (ackedSeq === (this.#checkedUpTo.get(stream) ?? 0)) continue
      this.#checkedUpTo.set(stream, ackedSeq)
      const held = this.#hub.heldSeq(stream)
      claim(ackedSeq <= held, () => {
        return `${this.device.name} believes that the hub holds ${ackedSeq} entries of ${stream}, and it holds ${held}.`
      })
    }
  }
}
