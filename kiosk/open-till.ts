import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { assert } from '#core/errors/assert.ts'
import { parseEnrolmentCode } from '#core/identity/enrolment-code.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { NewId } from '#core/ports/new-id.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { DeviceState } from '#core/protocol/messages.ts'
import { DevicesClient } from '#drivers/socket/client.ts'
import { askPatiently } from '#kiosk/effects/ask-patiently.ts'
import { BasketSaver, type StartTimer } from '#kiosk/effects/basket-saver.ts'
import { CardPayments } from '#kiosk/effects/card-payments.ts'
import { createCarryOut } from '#kiosk/effects/carry-out.ts'
import { DeviceWatch } from '#kiosk/effects/device-watch.ts'
import { createLinkWorld } from '#kiosk/effects/link-world.ts'
import { openReservations } from '#kiosk/effects/open-reservations.ts'
import { PrintQueue } from '#kiosk/effects/print-queue.ts'
import { RefusalLog } from '#kiosk/effects/refusal-log.ts'
import { TillRunner } from '#kiosk/effects/till-runner.ts'
import { createWorld } from '#kiosk/effects/till-world.ts'
import { unsettledPayments } from '#kiosk/effects/unsettled-payments.ts'
import { deviceIdentity, type DeviceIdentity } from '#kiosk/link/device-identity.ts'
import { loadOrMakeDeviceKey } from '#kiosk/link/device-key.ts'
import { enrol } from '#kiosk/link/enrol.ts'
import { readEnrolment, writeEnrolment, type EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { Link } from '#kiosk/link/link.ts'
import type { KioskSettings } from '#kiosk/settings.ts'
import { isSelling } from '#kiosk/state/is-selling.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import { initialState, type TillState } from '#kiosk/state/till-state.ts'
import { TillStore } from '#kiosk/store/till-store.ts'

/** What a till is opened with. */
export interface OpenTillParts {
  readonly settings: KioskSettings
  readonly softwareVersion: string
  readonly clock: Clock
  readonly newId: NewId
  readonly sha256: Sha256
  readonly random: () => number
  readonly startTimer: StartTimer
  readonly log: Logger
  readonly beep: () => void
  /** Tells the person waiting what the start is doing. */
  readonly say: (text: string) => void
}

/** A till that sells: everything but its screen. */
export interface OpenTill {
  readonly runner: TillRunner
  readonly devices: DevicesClient
  readonly localTime: (iso: string) => string
  /** Looks for the hub from now on. The screen comes first: connecting costs as much CPU as half a start. */
  readonly connect: () => void
  readonly close: () => Promise<void>
}

/** The till cannot start; the message says what to do. */
export class TillStartError extends Error {}

const READ_FROM_FILE = '@'

const enrolmentText = (given: string): string =>
  given.startsWith(READ_FROM_FILE) ? readFileSync(given.slice(READ_FROM_FILE.length), 'utf8') : given

const enrolled = async (parts: OpenTillParts, identity: DeviceIdentity): Promise<EnrolmentRecord> => {
  const { settings, say } = parts
  const path = join(settings.folder, 'enrolment.json')
  const known = readEnrolment(path)
  if (known !== undefined) return known
  const code = parseEnrolmentCode(enrolmentText(settings.enrolment))
  if (code === undefined) {
    throw new TillStartError(
      'This till is not enrolled. Make a token at the hub (vendly hub token --name T1) and give it as VENDLY_ENROLMENT.',
    )
  }
  say('Enrolling this till …')
  const record = await enrol(code, identity)
  writeEnrolment(path, record)
  return record
}

const openStore = (
  parts: OpenTillParts,
  enrolment: EnrolmentRecord,
  { signer }: Pick<DeviceIdentity, 'signer'>,
): TillStore => {
  const { settings, softwareVersion, clock, newId, sha256 } = parts
  const { deviceId, name: deviceName, deviceNumber, receiptPrefix } = enrolment
  const identity = { deviceId, deviceName, deviceNumber, receiptPrefix }
  const store = new TillStore({ folder: settings.folder, identity, softwareVersion, clock, newId, sha256, signer })
  store.openStream()
  return store
}

/** Tells the till; what comes before it runs waits for it. */
class EventDesk {
  #early: TillEvent[] | undefined = []
  #runner: TillRunner | undefined

  readonly tell = (...events: readonly TillEvent[]): void => {
    if (this.#runner === undefined) this.#early?.push(...events)
    else this.#runner.dispatch(...events)
  }

  readonly state = (): TillState => {
    assert(this.#runner !== undefined, 'Effects are carried out for a till that runs.')
    return this.#runner.state()
  }

  isSelling(): boolean {
    return this.#runner !== undefined && isSelling(this.#runner.state())
  }

  connect(runner: TillRunner, first: TillEvent): void {
    this.#runner = runner
    runner.dispatch(first, ...(this.#early ?? []))
    this.#early = undefined
  }
}

const openLink = (
  parts: OpenTillParts,
  store: TillStore,
  desk: EventDesk,
  own: { readonly enrolment: EnrolmentRecord; readonly identity: DeviceIdentity; readonly onCatalogue: () => void },
): { readonly link: Link; readonly watchHealth: (health: () => DeviceState['devices']) => void } => {
  const { softwareVersion, random, clock, log } = parts
  let health: () => DeviceState['devices'] = () => []
  const world = createLinkWorld({
    store,
    softwareVersion,
    random,
    isSelling: () => desk.isSelling(),
    nowMs: clock.nowMs,
    deviceHealth: () => health(),
  })
  const link = new Link({
    enrolment: own.enrolment,
    identity: own.identity,
    world,
    monotonicMs: clock.monotonicMs,
    onLinkChanged: (isOnline, unsentCount) => desk.tell({ type: 'link_changed', isOnline, unsentCount }),
    onCatalogueChanged: () => {
      own.onCatalogue()
      desk.tell({ type: 'catalogue_changed' })
    },
    onTrouble: (error) => log.warn({ err: error }, 'the hub is away'),
  })
  return {
    link,
    watchHealth: (watched) => {
      health = watched
    },
  }
}

/** Calls `run` once after what is going on now, however often it is asked to. */
const soon = (run: () => void): (() => void) => {
  let isWaiting = false
  return () => {
    if (isWaiting) return
    isWaiting = true
    setImmediate(() => {
      isWaiting = false
      run()
    })
  }
}

const started = (store: TillStore): TillEvent => ({
  type: 'started',
  ...openReservations(store, store.baskets.loadOpen()),
  lastSale: store.sales.byId(store.baskets.lastSold() ?? ''),
  recovered: store.baskets.loadOpen(),
  shift: store.shifts.current(),
  ...unsettledPayments(store),
})

/** Enrols where needed, opens the store, waits for the first catalogue, and puts the parts together. */
export async function openTill(parts: OpenTillParts): Promise<OpenTill> {
  const { settings, clock, newId, random, startTimer, say } = parts
  mkdirSync(settings.folder, { recursive: true })
  const identity = deviceIdentity(loadOrMakeDeviceKey(join(settings.folder, 'device.key')))
  const enrolment = await enrolled(parts, identity)
  const store = openStore(parts, enrolment, identity)
  const desk = new EventDesk()
  const firstCatalogue = Promise.withResolvers<undefined>()
  const onCatalogue = (): void => firstCatalogue.resolve(undefined)
  const { link, watchHealth } = openLink(parts, store, desk, { enrolment, identity, onCatalogue })
  if (store.catalogue.policy() === undefined) {
    link.start()
    say('Fetching the catalogue from the hub …')
    await firstCatalogue.promise
  }
  const devices = new DevicesClient({ socketPath: settings.devicesSocket, random })
  const world = createWorld(store, clock, newId)
  const { tell, state } = desk
  const saver = new BasketSaver((basket, tenders) => store.baskets.save(basket, tenders), startTimer)
  const printing = new PrintQueue({ store, devices, tell, localTime: world.localTime })
  const journalGrew = soon(() => {
    link.journalGrew()
    if (desk.isSelling()) return
    store.checkpoint()
    link.basketEnded()
  })
  const cards = new CardPayments({ store, devices, state, tell, journalGrew })
  const refusals = new RefusalLog(parts.log)
  const beep = (): void => {
    refusals.add(state().notice)
    parts.beep()
  }
  const askHub = askPatiently(async (operation, fields) => link.ask(operation, fields), sleep)
  const carryOut = createCarryOut({ store, devices, saver, cards, printing, askHub, state, tell, beep, journalGrew })
  const runner = new TillRunner(
    initialState({ policy: world.policy(), rules: world.sellingRules() }, enrolment.name, clock.nowMs()),
    world,
    carryOut,
  )
  const watch = new DeviceWatch({ store, devices, tell, onHealth: () => link.healthChanged() })
  watchHealth(() => watch.health().map(({ name, kind, state: how }) => ({ name, kind, state: how })))
  desk.connect(runner, started(store))
  printing.kick()
  return {
    runner,
    devices,
    localTime: world.localTime,
    connect: () => link.start(),
    close: async () => {
      saver.flush()
      watch.close()
      await link.close()
      await devices.close()
      await printing.idle()
      store.close()
    },
  }
}
