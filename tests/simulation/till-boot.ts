import { verify, createPublicKey } from 'node:crypto'
import { assert } from '#core/errors/assert.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { NewId } from '#core/ports/new-id.ts'
import { askPatiently } from '#kiosk/effects/ask-patiently.ts'
import { BasketSaver, type StartTimer } from '#kiosk/effects/basket-saver.ts'
import { CardPayments } from '#kiosk/effects/card-payments.ts'
import { createCarryOut } from '#kiosk/effects/carry-out.ts'
import { JournalKeeper } from '#kiosk/effects/journal-keeper.ts'
import { createLinkWorld } from '#kiosk/effects/link-world.ts'
import { openReservations } from '#kiosk/effects/open-reservations.ts'
import { PrintQueue } from '#kiosk/effects/print-queue.ts'
import { RollbackWatch } from '#kiosk/effects/rollback-watch.ts'
import { TillRunner, type CarryOut } from '#kiosk/effects/till-runner.ts'
import { createWorld } from '#kiosk/effects/till-world.ts'
import { unsettledPayments } from '#kiosk/effects/unsettled-payments.ts'
import { isSelling } from '#kiosk/state/is-selling.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import { initialState } from '#kiosk/state/till-state.ts'
import { DataRolledBackError } from '#kiosk/store/store-errors.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { signerOf } from '#tests/core/journal/node-signer.ts'
import { sha256 } from '#tests/simulation/ids.ts'
import type { Random } from '#tests/simulation/random.ts'
import { signer, type SimHub } from '#tests/simulation/sim-hub.ts'
import { SimLink } from '#tests/simulation/sim-link.ts'
import type { SimParts } from '#tests/simulation/sim-parts.ts'
import { rebuildSimTill } from '#tests/simulation/sim-rebuild.ts'
import type { SimTill } from '#tests/simulation/sim-till.ts'

const SOFTWARE_VERSION = 'simulation'
const TICK_MS = 5_000

const feedKey = createPublicKey({ key: Buffer.from(signer.publicKey, 'base64'), format: 'der', type: 'spki' })
const isSignedByHub = (text: string, signature: string): boolean =>
  verify(null, Buffer.from(text), feedKey, Buffer.from(signature, 'base64url'))

/** What a start of a till takes from the simulated world. */
export interface BootParts {
  readonly parts: SimParts
  readonly till: SimTill
  readonly hub: SimHub
  readonly random: Random
  readonly newId: NewId
  /** After each step of the link: what the till believes may be checked. */
  readonly onStepped: (store: TillStore) => void
}

/** One start of a till, as `openTill` puts its parts together, with the simulated world at every port. */
export class TillBoot {
  readonly #boot: BootParts
  readonly #incarnation: number
  readonly #clock: Clock
  readonly #isRebuild: boolean
  readonly #rollback: RollbackWatch
  readonly store: TillStore
  readonly link: SimLink
  runner: TillRunner | undefined

  constructor(boot: BootParts) {
    const { till } = boot
    this.#boot = boot
    this.#incarnation = till.process.incarnation
    this.#clock = till.clock.forBoot()
    this.store = this.#openStore()
    this.#isRebuild = this.store.pendingRebuild() !== undefined
    if (!this.#isRebuild) till.disk.begin(this.store)
    this.link = this.#openLink()
    this.#rollback = new RollbackWatch({
      askHub: async (operation, fields) => this.link.ask(operation, fields),
      known: () => this.store.knownStreams(),
      isSelling: () => this.#isSelling(),
    })
  }

  start(): void {
    this.link.dispatch({ type: 'tick' })
    if (this.#isRebuild) this.#rebuild()
    else if (this.store.catalogue.policy() !== undefined) this.#openRunner()
  }

  #isCurrent(): boolean {
    const { process } = this.#boot.till
    return process.isRunning() && process.incarnation === this.#incarnation
  }

  #tell(...events: readonly TillEvent[]): void {
    if (this.#isCurrent()) this.runner?.dispatch(...events)
  }

  #isSelling(): boolean {
    return this.runner !== undefined && isSelling(this.runner.state())
  }

  #openStore(): TillStore {
    const { till, newId } = this.#boot
    const { id: deviceId, name: deviceName, deviceNumber } = till.device
    return till.disk.open({
      folder: till.process.folder,
      identity: { deviceId, deviceName, deviceNumber, receiptPrefix: deviceName },
      softwareVersion: SOFTWARE_VERSION,
      clock: this.#clock,
      newId,
      sha256,
      signer: signerOf(deviceName),
    })
  }

  #openLink(): SimLink {
    const { parts, till, hub, random, newId, onStepped } = this.#boot
    const { agenda, busy, trace } = parts
    const { store } = this
    const world = createLinkWorld({
      store,
      softwareVersion: SOFTWARE_VERSION,
      deviceHealth: () => [],
      isSelling: () => this.#isRebuild || this.#isSelling(),
      nowMs: this.#clock.nowMs,
      random: random.fraction,
    })
    return new SimLink({
      process: till.process,
      hub,
      agenda,
      busy,
      trace,
      deviceId: till.device.id,
      newId,
      bootedAtMs: agenda.nowMs,
      world: { ...world, isSignedByHub, sha256 },
      onLinkChanged: (isOnline, unsentCount) => {
        till.process.survives(() => this.#tell({ type: 'link_changed', isOnline, unsentCount }))
        if (isOnline && !this.#isRebuild) this.#lookForRollback(async () => this.#rollback.ask())
      },
      onCatalogueChanged: () => {
        if (this.#isRebuild) return
        if (this.runner === undefined) this.#openRunner()
        else till.process.survives(() => this.#tell({ type: 'catalogue_changed' }))
      },
      onStepped: () => {
        if (this.#isCurrent()) onStepped(store)
      },
    })
  }

  /** Looks whether the hub has more than this till; one that finds so starts anew, from nothing. */
  #lookForRollback(look: () => Promise<void>): void {
    const { till } = this.#boot
    look().catch((error: unknown) => {
      if (!(error instanceof DataRolledBackError)) return this.#failUnlessDead(error)
      if (!this.#isCurrent()) return undefined
      till.disk.found()
      return till.restart()
    })
  }

  #failUnlessDead(error: unknown): void {
    const { till, parts } = this.#boot
    if (!till.process.wasDeathOf(error)) parts.busy.fail(error)
  }

  #rebuild(): void {
    const { till, parts } = this.#boot
    const rebuilt = rebuildSimTill({
      store: this.store,
      folder: till.process.folder,
      receiptPrefix: till.device.name,
      keptAs: till.disk.keptName(),
      ask: async (operation, fields) => this.link.ask(operation, fields),
      pause: async (delayMs) =>
        new Promise((resolve) => {
          parts.agenda.in(delayMs, resolve)
        }),
    })
    rebuilt
      .then((made) => {
        if (!this.#isCurrent()) return
        till.disk.filled(made)
        till.restart()
      })
      .catch((error: unknown) => this.#failUnlessDead(error))
  }

  #openRunner(): void {
    const { parts, till, newId } = this.#boot
    const { store } = this
    const isAlive = (): boolean => this.#isCurrent()
    const startTimer: StartTimer = (delayMs, ring) =>
      parts.agenda.in(delayMs, () => {
        if (isAlive()) till.process.survives(ring)
      })
    const pause = async (delayMs: number): Promise<void> => new Promise((resolve) => startTimer(delayMs, resolve))
    const devices = till.devices.connect(isAlive)
    const world = createWorld(store, this.#clock, newId)
    const tell = (...events: readonly TillEvent[]): void => this.#tell(...events)
    const state = () => {
      assert(this.runner !== undefined, 'Effects are carried out for a till that runs.')
      return this.runner.state()
    }
    const saver = new BasketSaver((basket, tenders) => store.baskets.save(basket, tenders), startTimer)
    const journalGrew = this.#soon()
    const cards = new CardPayments({ store, devices, state, tell, journalGrew })
    const printing = new PrintQueue({ store, devices, tell, localTime: world.localTime })
    const askHub = askPatiently(async (operation, fields) => this.link.ask(operation, fields), pause)
    const beep = (): void => {}
    const shared = { store, devices, saver, cards, printing, state, tell, askHub, beep, journalGrew }
    this.runner = new TillRunner(
      initialState({ policy: world.policy(), rules: world.sellingRules() }, till.device.name, this.#clock.nowMs()),
      world,
      this.#watched(createCarryOut(shared)),
    )
    this.#begin()
    printing.kick()
    const isFree = (): boolean => isAlive() && !this.#isSelling()
    new JournalKeeper({ keep: () => store.keepJournal(), isFree, startTimer, onWritten: journalGrew }).start()
    this.#tick()
  }

  #begin(): void {
    const { store } = this
    this.runner?.dispatch({
      type: 'started',
      ...openReservations(store, store.baskets.loadOpen()),
      lastSale: store.sales.byId(store.baskets.lastSold() ?? ''),
      recovered: store.baskets.loadOpen(),
      shift: store.shifts.current(),
      ...unsettledPayments(store),
    })
  }

  /** Notes what somebody is told, and what somebody said. */
  #watched(carryOut: CarryOut): CarryOut {
    const { till } = this.#boot
    return (effect) => {
      if (effect.type === 'give_back') till.saidGivenBack.add(effect.intentId)
      if (effect.type === 'recall_basket' && effect.taken === undefined) till.recalledAlone.add(effect.heldBasketId)
      const answers = carryOut(effect)
      for (const answer of answers) {
        if (answer.type === 'sale_completed') till.acknowledge(answer.sale)
        if ('refund' in answer && answer.refund !== undefined) till.acknowledgeRefund(answer.refund)
      }
      return answers
    }
  }

  #tick(): void {
    const { parts, till } = this.#boot
    parts.agenda.in(TICK_MS, () => {
      if (!this.#isCurrent()) return
      till.press({ type: 'tick', nowMs: this.#clock.nowMs() })
      this.#tick()
    })
  }

  /** After what is going on now, once. */
  #soon(): () => void {
    const { parts, till } = this.#boot
    let isWaiting = false
    const run = (): void => {
      isWaiting = false
      if (!this.#isCurrent()) return
      till.process.survives(() => {
        this.link.dispatch({ type: 'journal_grew' })
        if (this.#isSelling()) return
        this.store.checkpoint()
        this.link.dispatch({ type: 'basket_ended' })
        this.#lookForRollback(async () => this.#rollback.stopIfFree())
      })
    }
    return () => {
      if (isWaiting) return
      isWaiting = true
      parts.agenda.in(0, run)
    }
  }
}
