import { verify, createPublicKey } from 'node:crypto'
import { assert } from '#core/errors/assert.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { NewId } from '#core/ports/new-id.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import { askPatiently } from '#kiosk/effects/ask-patiently.ts'
import { BasketSaver, type StartTimer } from '#kiosk/effects/basket-saver.ts'
import { CardPayments } from '#kiosk/effects/card-payments.ts'
import { createCarryOut } from '#kiosk/effects/carry-out.ts'
import { JournalKeeper } from '#kiosk/effects/journal-keeper.ts'
import { createLinkWorld } from '#kiosk/effects/link-world.ts'
import { openReservations } from '#kiosk/effects/open-reservations.ts'
import { PrintQueue } from '#kiosk/effects/print-queue.ts'
import { TillRunner } from '#kiosk/effects/till-runner.ts'
import { createWorld } from '#kiosk/effects/till-world.ts'
import { unsettledPayments } from '#kiosk/effects/unsettled-payments.ts'
import { isSelling } from '#kiosk/state/is-selling.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import { initialState } from '#kiosk/state/till-state.ts'
import { TillStore } from '#kiosk/store/till-store.ts'
import { signerOf } from '#tests/core/journal/node-signer.ts'
import { newIds, sha256 } from '#tests/simulation/ids.ts'
import type { Random } from '#tests/simulation/random.ts'
import { SimClock } from '#tests/simulation/sim-clock.ts'
import { SimDevices } from '#tests/simulation/sim-devices.ts'
import { signer, type SimHub } from '#tests/simulation/sim-hub.ts'
import { SimLink } from '#tests/simulation/sim-link.ts'
import type { SimParts } from '#tests/simulation/sim-parts.ts'
import { prepared, SimProcess } from '#tests/simulation/sim-process.ts'
import { TillOutside } from '#tests/simulation/till-outside.ts'
import { claim } from '#tests/simulation/violation.ts'
import { drawDeath } from '#tests/simulation/weights.ts'

const SOFTWARE_VERSION = 'simulation'
/** A till that lost its power is switched on again. */
const BOOT_MEAN_MS = 4_000
const TICK_MS = 5_000

const feedKey = createPublicKey({ key: Buffer.from(signer.publicKey, 'base64'), format: 'der', type: 'spki' })
const isSignedByHub = (text: string, signature: string): boolean =>
  verify(null, Buffer.from(text), feedKey, Buffer.from(signature, 'base64url'))

/** One start of a till: what is lost when it dies. */
interface Boot {
  readonly incarnation: number
  readonly store: TillStore
  readonly link: SimLink
  runner: TillRunner | undefined
}

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
  readonly #checkedUpTo = new Map<string, number>()
  #boot: Boot | undefined
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
    this.process.start()
    this.bootCount += 1
    if (faults.isOn) this.#plan()
    this.process.survives(() => this.#open())
    if (!this.process.isRunning()) return
    trace.note(this.device.name, `boot ${this.bootCount}`)
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

  #isCurrent(incarnation: number): boolean {
    return this.process.isRunning() && this.process.incarnation === incarnation
  }

  // As `openTill` puts the parts together, with the simulated world at every port.
  #open(): void {
    const { agenda, busy, trace } = this.#parts
    const { id: deviceId, name: deviceName, deviceNumber } = this.device
    const clock = this.clock.forBoot()
    const store = new TillStore({
      folder: this.process.folder,
      identity: { deviceId, deviceName, deviceNumber, receiptPrefix: deviceName },
      softwareVersion: SOFTWARE_VERSION,
      clock,
      newId: this.#newId,
      sha256,
      signer: signerOf(deviceName),
    })
    store.openStream()
    const { incarnation } = this.process
    const tell = (...events: readonly TillEvent[]): void => {
      if (this.#isCurrent(incarnation)) this.process.survives(() => this.#boot?.runner?.dispatch(...events))
    }
    const link = new SimLink({
      process: this.process,
      hub: this.#hub,
      agenda,
      busy,
      trace,
      deviceId,
      newId: this.#newId,
      bootedAtMs: agenda.nowMs,
      world: {
        ...createLinkWorld({
          store,
          softwareVersion: SOFTWARE_VERSION,
          deviceHealth: () => [],
          isSelling: () => this.#isSelling(),
          nowMs: clock.nowMs,
          random: this.#random.fraction,
        }),
        isSignedByHub,
        sha256,
      },
      onLinkChanged: (isOnline, unsentCount) => tell({ type: 'link_changed', isOnline, unsentCount }),
      onCatalogueChanged: () => {
        if (this.#boot?.runner === undefined) this.#openRunner(clock)
        else tell({ type: 'catalogue_changed' })
      },
      onStepped: () => this.#checkAcknowledged(),
    })
    this.#boot = { incarnation, store, link, runner: undefined }
    link.dispatch({ type: 'tick' })
    if (store.catalogue.policy() !== undefined) this.#openRunner(clock)
  }

  #openRunner(clock: Clock): void {
    const boot = this.#boot
    assert(boot !== undefined, 'The till is starting.')
    const { agenda } = this.#parts
    const { store, incarnation } = boot
    const isAlive = (): boolean => this.#isCurrent(incarnation)
    const startTimer: StartTimer = (delayMs, ring) =>
      agenda.in(delayMs, () => {
        if (isAlive()) this.process.survives(ring)
      })
    const pause = async (delayMs: number): Promise<void> => new Promise((resolve) => startTimer(delayMs, resolve))
    const devices = this.devices.connect(isAlive)
    const world = createWorld(store, clock, this.#newId)
    const tell = (...events: readonly TillEvent[]): void => {
      if (!isAlive()) return
      boot.runner?.dispatch(...events)
    }
    const state = () => {
      assert(boot.runner !== undefined, 'Effects are carried out for a till that runs.')
      return boot.runner.state()
    }
    const saver = new BasketSaver((basket, tenders) => store.baskets.save(basket, tenders), startTimer)
    const journalGrew = this.#soon(boot)
    const cards = new CardPayments({ store, devices, state, tell, journalGrew })
    const printing = new PrintQueue({ store, devices, tell, localTime: world.localTime })
    const carryOut = createCarryOut({
      store,
      devices,
      saver,
      cards,
      printing,
      state,
      tell,
      askHub: askPatiently(async (operation, fields) => boot.link.ask(operation, fields), pause),
      beep: () => {},
      journalGrew,
    })
    const runner = new TillRunner(
      initialState({ policy: world.policy(), rules: world.sellingRules() }, this.device.name, clock.nowMs()),
      world,
      (effect) => {
        if (effect.type === 'give_back') this.saidGivenBack.add(effect.intentId)
        if (effect.type === 'recall_basket' && effect.taken === undefined) this.recalledAlone.add(effect.heldBasketId)
        const answers = carryOut(effect)
        for (const answer of answers) {
          if (answer.type === 'sale_completed') this.#acknowledge(answer.sale)
          if ('refund' in answer && answer.refund !== undefined) this.#acknowledgeRefund(answer.refund)
        }
        return answers
      },
    )
    boot.runner = runner
    runner.dispatch({
      type: 'started',
      ...openReservations(store, store.baskets.loadOpen()),
      lastSale: store.sales.byId(store.baskets.lastSold() ?? ''),
      recovered: store.baskets.loadOpen(),
      shift: store.shifts.current(),
      ...unsettledPayments(store),
    })
    printing.kick()
    const isFree = (): boolean => isAlive() && !this.#isSelling()
    new JournalKeeper({ keep: () => store.keepJournal(), isFree, startTimer, onWritten: journalGrew }).start()
    this.#tick(incarnation)
  }

  #tick(incarnation: number): void {
    this.#parts.agenda.in(TICK_MS, () => {
      if (!this.#isCurrent(incarnation)) return
      this.press({ type: 'tick', nowMs: this.clock.nowMs() })
      this.#tick(incarnation)
    })
  }

  #isSelling(): boolean {
    const runner = this.#boot?.runner
    return runner !== undefined && isSelling(runner.state())
  }

  /** After what is going on now, once. */
  #soon({ incarnation, store, link }: Boot): () => void {
    let isWaiting = false
    const run = (): void => {
      isWaiting = false
      if (!this.#isCurrent(incarnation)) return
      this.process.survives(() => {
        link.dispatch({ type: 'journal_grew' })
        if (this.#isSelling()) return
        store.checkpoint()
        link.dispatch({ type: 'basket_ended' })
      })
    }
    return () => {
      if (isWaiting) return
      isWaiting = true
      this.#parts.agenda.in(0, run)
    }
  }

  #acknowledge(sale: Sale): void {
    this.#parts.trace.note(this.device.name, `sold ${sale.receiptLabel} for ${sale.totals.totalMinor}`)
    this.acknowledged.set(sale.saleId, sale)
  }

  #acknowledgeRefund(refund: Refund): void {
    const { refundLabel, kind, originalReceiptLabel, totals } = refund
    this.#parts.trace.note(
      this.device.name,
      `${refundLabel} ${kind} of ${originalReceiptLabel} gives ${totals.totalMinor}`,
    )
    this.acknowledgedRefunds.set(refund.refundId, refund)
  }

  /** The hub holds what the till believes that it holds. */
  #checkAcknowledged(): void {
    if (!this.#hub.isUp() || this.#boot === undefined || !this.process.isRunning()) return
    // A hub that forgot makes every till believe too much until it has heard from it.
    if (this.#hub.rollbackCount > 0) return
    for (const { stream, ackedSeq } of this.#boot.store.replication.cursors()) {
      if (ackedSeq === (this.#checkedUpTo.get(stream) ?? 0)) continue
      this.#checkedUpTo.set(stream, ackedSeq)
      const held = this.#hub.heldSeq(stream)
      claim(ackedSeq <= held, () => {
        return `${this.device.name} believes that the hub holds ${ackedSeq} entries of ${stream}, and it holds ${held}.`
      })
    }
  }
}
