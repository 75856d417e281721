import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
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
import { DiskWatch } from '#kiosk/effects/disk-watch.ts'
import { EventDesk } from '#kiosk/effects/event-desk.ts'
import { JournalKeeper } from '#kiosk/effects/journal-keeper.ts'
import { KeyWatch } from '#kiosk/effects/key-watch.ts'
import { createLinkWorld } from '#kiosk/effects/link-world.ts'
import { createLocalTime } from '#kiosk/effects/local-time.ts'
import { NightAudit } from '#kiosk/effects/night-audit.ts'
import { openReservations } from '#kiosk/effects/open-reservations.ts'
import { PrintQueue } from '#kiosk/effects/print-queue.ts'
import { RefusalLog } from '#kiosk/effects/refusal-log.ts'
import { RollbackWatch } from '#kiosk/effects/rollback-watch.ts'
import { TillRunner } from '#kiosk/effects/till-runner.ts'
import { createWorld } from '#kiosk/effects/till-world.ts'
import { unsettledPayments } from '#kiosk/effects/unsettled-payments.ts'
import { deviceIdentity, type DeviceIdentity } from '#kiosk/link/device-identity.ts'
import { loadOrMakeDeviceKey } from '#kiosk/link/device-key.ts'
import { enrol } from '#kiosk/link/enrol.ts'
import { readEnrolment, writeEnrolment, type EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { Link } from '#kiosk/link/link.ts'
import { isKeyDue, renewKey } from '#kiosk/link/renew-key.ts'
import { openStore } from '#kiosk/open-store.ts'
import type { KioskSettings } from '#kiosk/settings.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import { initialState } from '#kiosk/state/till-state.ts'
import { Ballast } from '#kiosk/store/ballast.ts'
import type { FaultRecord } from '#kiosk/store/fault-record.ts'
import { PROGRAM } from '#kiosk/store/journal-store.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import type { FaultWords } from '#kiosk/text/fault-texts.ts'

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
  /** What made earlier starts stop. */
  readonly faults: FaultRecord
  /** Shows what keeps the till from starting for now. */
  readonly showFault: (words: FaultWords) => void
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

const ENROLMENT = 'enrolment.json'
const DEVICE_KEY = 'device.key'

const enrolmentText = (given: string): string =>
  given.startsWith(READ_FROM_FILE) ? readFileSync(given.slice(READ_FROM_FILE.length), 'utf8') : given

const enrolled = async (parts: OpenTillParts, identity: DeviceIdentity): Promise<EnrolmentRecord> => {
  const { settings, say } = parts
  const path = join(settings.folder, ENROLMENT)
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

const openLink = (
  parts: OpenTillParts,
  store: TillStore,
  desk: EventDesk,
  own: {
    readonly enrolment: EnrolmentRecord
    readonly identity: DeviceIdentity
    readonly isDiskFull: () => boolean
    readonly onCatalogue: () => void
    readonly onOnline: () => void
  },
): { readonly link: Link; readonly watchHealth: (health: () => DeviceState['devices']) => void } => {
  const { softwareVersion, random, clock, log } = parts
  let health: () => DeviceState['devices'] = () => []
  const world = createLinkWorld({
    store,
    softwareVersion,
    random,
    isSelling: () => desk.isSelling(),
    isDiskFull: own.isDiskFull,
    nowMs: clock.nowMs,
    deviceHealth: () => health(),
  })
  const link = new Link({
    enrolment: own.enrolment,
    identity: own.identity,
    world,
    monotonicMs: clock.monotonicMs,
    onLinkChanged: (isOnline, unsentCount) => {
      desk.tell({ type: 'link_changed', isOnline, unsentCount })
      if (isOnline) own.onOnline()
    },
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

/** The till's own file and whoever it is, before anything runs on them. */
interface Opened {
  readonly identity: DeviceIdentity
  readonly enrolment: EnrolmentRecord
  readonly store: TillStore
  readonly ballast: Ballast
}

const open = async (parts: OpenTillParts): Promise<Opened> => {
  const { settings, softwareVersion, clock, newId, sha256, random, faults, showFault } = parts
  const { folder } = settings
  mkdirSync(folder, { recursive: true })
  const identity = deviceIdentity(loadOrMakeDeviceKey(join(folder, DEVICE_KEY)))
  const wasEnrolled = existsSync(join(folder, ENROLMENT))
  const enrolment = await enrolled(parts, identity)
  const { deviceId, name: deviceName, deviceNumber, receiptPrefix } = enrolment
  const ballast = new Ballast(folder)
  const store = await openStore({
    storeParts: {
      folder,
      identity: { deviceId, deviceName, deviceNumber, receiptPrefix },
      softwareVersion,
      clock,
      newId,
      sha256,
      signer: identity.signer,
    },
    enrolment,
    identity,
    clockMs: { now: clock.nowMs, monotonic: clock.monotonicMs },
    random,
    ballast,
    faults,
    showFault,
    onTrouble: (error) => parts.log.warn({ err: error }, 'the hub is away'),
    wasEnrolled,
  })
  return { identity, enrolment, store, ballast }
}

/** What runs beside the state: each of it is ended with the till. */
interface Running {
  readonly link: Link
  readonly devices: DevicesClient
  readonly saver: BasketSaver
  readonly printing: PrintQueue
  readonly disk: DiskWatch
  readonly watch: DeviceWatch
  readonly keeper: JournalKeeper
  readonly audit: NightAudit
}

const closeAll = async (store: TillStore, { keeper, audit, ...running }: Running): Promise<void> => {
  const { link, devices, saver, printing, disk, watch } = running
  keeper.close()
  audit.close()
  saver.flush()
  watch.close()
  disk.close()
  await link.close()
  await devices.close()
  await printing.idle()
  store.close()
}

const keyWatch = ({ settings, clock, log }: OpenTillParts, enrolment: EnrolmentRecord): KeyWatch => {
  const path = join(settings.folder, DEVICE_KEY)
  return new KeyWatch({
    isDue: () => isKeyDue(path, clock.nowMs()),
    renew: async () => renewKey(path, enrolment),
    onRenewed: () => log.info('the device has a new key'),
    onTrouble: (error) => log.warn({ err: error }, 'the device keeps its key for now'),
  })
}

/** Opens the link, and waits for the first catalogue where there is none yet. */
const connectStore = async (parts: OpenTillParts, opened: Opened, desk: EventDesk) => {
  const { store, enrolment, identity, ballast } = opened
  const firstCatalogue = Promise.withResolvers<undefined>()
  const onCatalogue = (): void => firstCatalogue.resolve(undefined)
  const disk = new DiskWatch(ballast, (isDiskFull) => {
    desk.tell({ type: 'room_changed', isDiskFull })
    if (!isDiskFull) link.basketEnded()
  })
  const isDiskFull = (): boolean => disk.isFull()
  const rollback = new RollbackWatch({
    askHub: async (operation, fields) => link.ask(operation, fields),
    known: () => store.knownStreams(),
    isSelling: () => desk.isSelling(),
  })
  const keys = keyWatch(parts, enrolment)
  const onOnline = (): void => {
    void rollback.ask()
    void keys.online()
  }
  const { link, watchHealth } = openLink(parts, store, desk, { enrolment, identity, isDiskFull, onCatalogue, onOnline })
  if (store.catalogue.policy() === undefined) {
    link.start()
    parts.say('Fetching the catalogue from the hub …')
    await firstCatalogue.promise
  }
  return { link, watchHealth, disk, rollback }
}

/** What is done while nobody is served: the journal is anchored and pruned, and at night all of it is looked through. */
const lookAfter = (
  { clock, startTimer, log }: OpenTillParts,
  store: TillStore,
  desk: EventDesk,
  { disk, journalGrew }: { readonly disk: DiskWatch; readonly journalGrew: () => void },
): Pick<Running, 'keeper' | 'audit'> => {
  const isFree = (): boolean => !desk.isSelling() && !disk.isFull()
  const keeper = new JournalKeeper({ keep: () => store.keepJournal(), isFree, startTimer, onWritten: journalGrew })
  const audit = new NightAudit({
    audit: () => store.audit(),
    isFree: () => isFree() && desk.state().operator === undefined,
    hour: () => Number(createLocalTime(desk.state().policy.timeZone).time(clock.nowMs()).slice(0, 2)),
    monotonicMs: clock.monotonicMs,
    startTimer,
    report: ({ problems, ...counts }) => {
      log[problems.length === 0 ? 'info' : 'error']({ problems, ...counts }, 'the data was looked through')
      for (const kind of new Set(problems.map((problem) => problem.kind))) {
        store.journal.record('device_fault', { device: 'till.sqlite', code: `audit_${kind}` }, { actor: PROGRAM })
      }
      journalGrew()
    },
  })
  keeper.start()
  audit.start()
  return { keeper, audit }
}

/** Enrols where needed, opens the store, waits for the first catalogue, and puts the parts together. */
export async function openTill(parts: OpenTillParts): Promise<OpenTill> {
  const { settings, clock, newId, random, startTimer } = parts
  const opened = await open(parts)
  const { store, enrolment } = opened
  const desk = new EventDesk()
  const { link, watchHealth, disk, rollback } = await connectStore(parts, opened, desk)
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
    rollback.stopIfFree()
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
  const { keeper, audit } = lookAfter(parts, store, desk, { disk, journalGrew })
  disk.start()
  printing.kick()
  return {
    runner,
    devices,
    localTime: world.localTime,
    connect: () => link.start(),
    close: async () => closeAll(store, { link, devices, saver, printing, disk, watch, keeper, audit }),
  }
}
