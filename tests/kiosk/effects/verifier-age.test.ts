import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Operator } from '#core/staff/operator.ts'
import { makePinVerifier } from '#core/staff/pin-verifier.ts'
import { argon2id } from '#kiosk/effects/argon2id.ts'
import { checkAuthorisation } from '#kiosk/effects/check-authorisation.ts'
import { checkOperatorPin } from '#kiosk/effects/check-pin.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { openTill, TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'
import { asha, meera } from '#tests/support/tiny-catalogue.ts'

const DAY_MS = 86_400_000

const withPin = (operator: Operator, pin: string): Operator => {
  const pinVerifier = makePinVerifier(pin, 'ab'.repeat(16), argon2id)
  if (pinVerifier instanceof Error) throw pinVerifier
  return { ...operator, pinVerifier }
}

let folder: TemporaryFolder
let wallMs: number
let monotonicMs: number
let isTrusted: boolean
let store: TillStore

const open = (): TillStore =>
  openTill(folder.path, { nowMs: () => wallMs, monotonicMs: () => monotonicMs, isTrusted: () => isTrusted })

const pass = (days: number): void => {
  wallMs += days * DAY_MS
  monotonicMs += days * DAY_MS
}

const restart = (): void => {
  store.close()
  monotonicMs = 0
  store = open()
  store.openStream()
}

const signIn = () => checkOperatorPin(store, { operatorNumber: asha.number, pin: '1111', isUnlock: false }).result
const allow = () =>
  checkAuthorisation(store, {
    operatorNumber: meera.number,
    pin: '9999',
    needs: ['override_prices'],
    permission: 'override_prices',
    act: 'price_override',
    subjectId: null,
    askedBy: asha.id,
  }).result

beforeEach(() => {
  folder = new TemporaryFolder()
  wallMs = Date.parse('2026-07-01T08:00:00Z')
  monotonicMs = 0
  isTrusted = true
  store = open()
  store.catalogue.replaceAll({ revision: 1, hash: '1'.repeat(64) }, [
    { table: 'operator', row: withPin(asha, '1111') },
    { table: 'operator', row: withPin(meera, '9999') },
  ])
  store.openStream()
})

afterEach(() => {
  store.close()
  folder[Symbol.dispose]()
})

test('without the hub a PIN allows others’ acts for 7 days, and sells for 35', () => {
  store.hubContact.heard()
  pass(7)
  expect([signIn(), allow()]).toEqual(['right', 'right'])
  pass(0.5)
  expect([signIn(), allow()]).toEqual(['right', 'hub_unheard'])
  pass(27.5)
  expect(signIn()).toBe('right')
  pass(0.5)
  expect(signIn()).toBe('hub_unheard')
  store.hubContact.heard()
  expect([signIn(), allow()]).toEqual(['right', 'right'])
})

test('a restart forgives no day', () => {
  store.hubContact.heard()
  pass(8)
  expect(allow()).toBe('hub_unheard')
  restart()
  expect(allow()).toBe('hub_unheard')
})

test('neither does a clock that is set back, or was never set', () => {
  store.hubContact.heard()
  pass(8)
  expect(allow()).toBe('hub_unheard')
  wallMs = Date.parse('2026-07-02T08:00:00Z')
  expect(allow()).toBe('hub_unheard')
  wallMs = 0
  isTrusted = false
  restart()
  expect(allow()).toBe('hub_unheard')
})

test('with a clock that nobody set, days are counted by the monotonic one', () => {
  store.hubContact.heard()
  isTrusted = false
  wallMs = 0
  monotonicMs += 6.9 * DAY_MS
  expect(allow()).toBe('right')
  monotonicMs += 0.2 * DAY_MS
  expect(allow()).toBe('hub_unheard')
})

test('a clock that ran ahead by years costs a word from the hub, not the till', () => {
  store.hubContact.heard()
  wallMs = Date.parse('2045-01-01T00:00:00Z')
  expect(signIn()).toBe('hub_unheard')
  wallMs = Date.parse('2026-07-01T09:00:00Z')
  store.hubContact.heard()
  expect([signIn(), allow()]).toEqual(['right', 'right'])
  restart()
  pass(7.5)
  expect([signIn(), allow()]).toEqual(['right', 'hub_unheard'])
})

test('what was refused for it is on the record, and counts as no wrong PIN', () => {
  store.hubContact.heard()
  pass(36)
  expect([signIn(), allow()]).toEqual(['hub_unheard', 'hub_unheard'])
  const head = store.journal.head()
  const bodies = [...store.journal.read(head?.stream ?? '', 0, 50)].map(({ body }) => body['why'])
  expect(bodies.filter((why) => why !== undefined)).toEqual(['hub_unheard', 'hub_unheard'])
  for (let n = 0; n < 10; n += 1) signIn()
  store.hubContact.heard()
  expect(signIn()).toBe('right')
})
