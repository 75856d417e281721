import type { Clock } from '#core/ports/clock.ts'
import { makePinVerifier } from '#core/staff/pin-verifier.ts'
import type { DevicesClient } from '#drivers/socket/client.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { MethodName, Params, Result } from '#drivers/socket/methods.ts'
import { argon2id } from '#kiosk/effects/argon2id.ts'
import type { AskHub } from '#kiosk/effects/ask-hub.ts'
import { BasketSaver, type StartTimer } from '#kiosk/effects/basket-saver.ts'
import { CardPayments } from '#kiosk/effects/card-payments.ts'
import { createCarryOut } from '#kiosk/effects/carry-out.ts'
import { openReservations } from '#kiosk/effects/open-reservations.ts'
import { PrintQueue } from '#kiosk/effects/print-queue.ts'
import { TillRunner } from '#kiosk/effects/till-runner.ts'
import { createWorld } from '#kiosk/effects/till-world.ts'
import { unsettledPayments } from '#kiosk/effects/unsettled-payments.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import { initialState, type TillState } from '#kiosk/state/till-state.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { openTill } from '#tests/kiosk/store/till-fixture.ts'
import { asha, tinyDepartments, tinyPolicy, tinyProducts, tinyTaxGroups } from '#tests/support/tiny-catalogue.ts'
import { keysOf } from '#tests/support/tiny-till.ts'

export const PIN = '1111'
const SALT = '00112233445566778899aabbccddeeff'

/** What the devices answer, by method. The printer prints unless it is told otherwise; other methods answer with nothing. */
export type Answers = {
  [Name in MethodName]?: (params: Params<Name>) => Promise<Result<Name>> | Result<Name>
}

/** As the client of the devices fails a request: not sent, or sent and never answered. */
export const deviceGone = (detail: 'Unanswered' | 'NotSent'): DeviceError =>
  new DeviceError('Offline', 'devices', 'The devices program is away.', { detail })

const printing: Answers = { 'printer.print': () => ({ outcome: 'confirmed' }) }

const devicesOf = (answers: Answers): Pick<DevicesClient, 'request'> => ({
  request: async (method, params) => {
    // The answers are looked up by the method; TypeScript cannot see that both belong together.
    const answer = { ...printing, ...answers }[method] as ((params: unknown) => unknown) | undefined
    return (await answer?.(params)) as Result<typeof method>
  },
})

/** A till with product code from the keys to the disk; the devices are a port that answers what the test says. */
export interface RealTill {
  readonly store: TillStore
  readonly state: () => TillState
  readonly do: (...what: readonly (string | TillEvent)[]) => TillState
  readonly signIn: () => void
  /** Lets the receipt print, and closes the store. */
  readonly close: () => Promise<void>
}

const stock = (store: TillStore): void => {
  const pinVerifier = makePinVerifier(PIN, SALT, argon2id)
  if (pinVerifier instanceof Error) throw pinVerifier
  store.catalogue.replaceAll({ revision: 1, hash: '1'.repeat(64) }, [
    { table: 'policy', row: tinyPolicy },
    { table: 'operator', row: { ...asha, pinVerifier } },
    ...tinyTaxGroups.map((row) => ({ table: 'tax_group' as const, row })),
    ...tinyDepartments.map((row) => ({ table: 'department' as const, row })),
    ...Object.values(tinyProducts).map((row) => ({ table: 'product' as const, row })),
  ])
}

/** What a test may put in place of the clock and of the timer that keeps a basket. */
interface Times {
  readonly clock?: Clock
  readonly startTimer?: StartTimer
}

const realClock: Clock = { nowMs: Date.now, monotonicMs: () => performance.now(), isTrusted: () => true }

/** Nothing is waited for: what would be kept within 200 ms is kept at once. */
const ringAtOnce: StartTimer = (_delayMs, ring) => {
  ring()
  return () => undefined
}

/** Starts a till on what is in the folder; a second start is a boot after a crash. The hub is away unless one is given. */
export function startRealTill(
  folder: string,
  answers: Answers = {},
  askHub: AskHub = async () => 'unavailable',
  { clock = realClock, startTimer = ringAtOnce }: Times = {},
): RealTill {
  const store = openTill(folder, clock)
  if (store.catalogue.policy() === undefined) stock(store)
  store.openStream()
  const devices = devicesOf(answers)
  const world = createWorld(store, clock, () => crypto.randomUUID())
  const tell = (...events: readonly TillEvent[]): void => runner.dispatch(...events)
  const state = (): TillState => runner.state()
  const queue = new PrintQueue({ store, devices, tell, localTime: world.localTime })
  const carryOut = createCarryOut({
    store,
    devices,
    saver: new BasketSaver((basket, tenders) => store.baskets.save(basket, tenders), startTimer),
    cards: new CardPayments({ store, devices, state, tell, journalGrew: () => undefined }),
    printing: queue,
    state,
    tell,
    askHub,
    beep: () => undefined,
    journalGrew: () => undefined,
  })
  const runner = new TillRunner(
    initialState({ policy: world.policy(), rules: world.sellingRules() }, 'T3', clock.nowMs()),
    world,
    carryOut,
  )
  runner.dispatch({
    type: 'started',
    ...openReservations(store, store.baskets.loadOpen()),
    recovered: store.baskets.loadOpen(),
    shift: store.shifts.current(),
    ...unsettledPayments(store),
  })
  const act = (...what: readonly (string | TillEvent)[]): TillState => {
    for (const item of what) runner.dispatch(...(typeof item === 'string' ? keysOf(item) : [item]))
    return runner.state()
  }
  const close = async (): Promise<void> => {
    await queue.idle()
    store.close()
  }
  return { store, state, do: act, signIn: () => void act(`1⏎${PIN}⏎`, '1000⏎'), close }
}
