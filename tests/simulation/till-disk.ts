import type { Sale } from '#core/sale/sale.ts'
import { lastKept, setAside } from '#kiosk/store/damaged-file.ts'
import type { Rebuilt } from '#kiosk/store/rebuild-store.ts'
import { TillStore, type TillStoreParts } from '#kiosk/store/till-store.ts'
import type { SimHub } from '#tests/simulation/sim-hub.ts'
import type { SimParts } from '#tests/simulation/sim-parts.ts'
import type { SimTill } from '#tests/simulation/sim-till.ts'
import { claim } from '#tests/simulation/violation.ts'

const COPY_MEAN_MS = 200_000

/** The disk of a till: at times it is as it was minutes ago, and the till is rebuilt from the hub once it finds out. */
export class TillDisk {
  readonly #parts: SimParts
  readonly #till: SimTill
  readonly #hub: SimHub
  /** Sales that were told of and are on another disk than the one that went back: they stay sold. */
  readonly kept = new Map<string, Sale>()
  /** Sales that were told of and were nowhere else. */
  readonly lost = new Set<string>()
  rollbackCount = 0
  rebuildCount = 0
  #isFound = false
  #isOld = false
  #rebuilt: Rebuilt | undefined

  constructor(parts: SimParts, till: SimTill, hub: SimHub) {
    this.#parts = parts
    this.#till = till
    this.#hub = hub
  }

  /** What the next start finds. A hub that forgets at the same time would be two disks at once, and no copy left. */
  next(): 'last' | 'copy' {
    const { faults, weights, random, trace } = this.#parts
    const { process, device } = this.#till
    const mayBe = faults.isOn && process.hasCopy() && this.#hub.isUp() && this.#hub.rollbackCount === 0
    this.#isOld = mayBe && random.isOneOf(weights.tillRollback)
    if (!this.#isOld) return 'last'
    this.rollbackCount += 1
    trace.note(device.name, 'finds an old disk')
    return 'copy'
  }

  /** Copies what is on it now and then, while nobody is served. */
  keepCopies(incarnation: number): void {
    const { agenda, random, weights } = this.#parts
    if (weights.tillRollback === 0) return
    agenda.in(random.waitMs(COPY_MEAN_MS), () => {
      const { process } = this.#till
      if (incarnation !== process.incarnation || !process.isRunning()) return
      if (this.#till.isQuiet()) process.keepCopy()
      this.keepCopies(incarnation)
    })
  }

  /** Opens the store, as it is or as one that is to be filled from the hub. */
  open(storeParts: TillStoreParts): TillStore {
    if (!this.#isFound) return new TillStore(storeParts)
    setAside(storeParts.folder, new Date(storeParts.clock.nowMs()).toISOString())
    const store = new TillStore(storeParts)
    store.beginRebuild('rolled_back')
    this.#isFound = false
    return store
  }

  /** Begins this boot, as the product does after it was filled from the hub or before. */
  begin(store: TillStore): void {
    store.openStream()
    if (this.#rebuilt !== undefined) store.journal.anchorStart()
    this.#rebuilt = undefined
    if (this.#isOld) this.#wentBack(store)
    this.#isOld = false
  }

  /** The till says that its disk went back: it starts anew, and from nothing. */
  found(): void {
    const { name } = this.#till.device
    claim(this.rollbackCount > 0, () => `${name} says that its disk went back, and it did not.`)
    this.#parts.trace.note(name, 'sees that its disk went back')
    this.#isFound = true
  }

  filled(rebuilt: Rebuilt): void {
    this.#parts.trace.note(this.#till.device.name, `is rebuilt, with ${rebuilt.entries} entries of its old file`)
    this.rebuildCount += 1
    this.#rebuilt = rebuilt
  }

  keptName(): string | undefined {
    return lastKept(this.#till.process.folder)
  }

  #wentBack(store: TillStore): void {
    const { acknowledged, acknowledgedRefunds, process } = this.#till
    for (const [saleId, sale] of acknowledged) {
      const isHere = process.inspect(() => store.sales.isRecorded(saleId))
      if (isHere || this.#hub.hasSale(saleId)) this.kept.set(saleId, sale)
      else this.lost.add(saleId)
    }
    acknowledged.clear()
    acknowledgedRefunds.clear()
  }
}
