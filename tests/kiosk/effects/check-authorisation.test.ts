import { expect, test } from 'vitest'
import { PIN_ATTEMPTS_MAX, type Operator } from '#core/staff/operator.ts'
import { makePinVerifier } from '#core/staff/pin-verifier.ts'
import { argon2id } from '#kiosk/effects/argon2id.ts'
import { checkAuthorisation } from '#kiosk/effects/check-authorisation.ts'
import { checkOperatorPin } from '#kiosk/effects/check-pin.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { openTill, TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'
import { asha, meera, ravi } from '#tests/support/tiny-catalogue.ts'

const withPin = (operator: Operator, pin: string): Operator => {
  const pinVerifier = makePinVerifier(pin, 'ab'.repeat(16), argon2id)
  if (pinVerifier instanceof Error) throw pinVerifier
  return { ...operator, pinVerifier }
}

const open = (folder: string): TillStore => {
  const store = openTill(folder)
  store.catalogue.replaceAll({ revision: 1, hash: '1'.repeat(64) }, [
    { table: 'operator', row: withPin(asha, '1111') },
    { table: 'operator', row: withPin(ravi, '2222') },
    { table: 'operator', row: withPin(meera, '9999') },
  ])
  store.openStream()
  return store
}

const asked = (operatorNumber: number, pin: string) => ({
  operatorNumber,
  pin,
  needs: ['override_prices'] as const,
  permission: 'override_prices' as const,
  act: 'price_override',
  subjectId: '0197a6f0-0000-7000-8000-000000000001',
  askedBy: asha.id,
})

/** The acts on the record, without what every entry has. */
const recorded = (store: TillStore): unknown[] => {
  const head = store.journal.head()
  const entries = head === undefined ? [] : [...store.journal.read(head.stream, 0, 50)]
  return entries.filter(({ type }) => type.startsWith('a')).map(({ type, body, actor }) => ({ type, body, actor }))
}

test('a manager’s PIN allows the act, and both ids stand in the journal', () => {
  using folder = new TemporaryFolder()
  using store = open(folder.path)
  expect(checkAuthorisation(store, asked(9, '9999'))).toEqual({
    type: 'authorisation_checked',
    result: 'right',
    authorisedBy: meera.id,
  })
  expect(recorded(store)).toMatchObject([
    {
      type: 'act_authorised',
      body: {
        permission: 'override_prices',
        operatorId: asha.id,
        authorisedBy: meera.id,
        subjectId: '0197a6f0-0000-7000-8000-000000000001',
        act: 'price_override',
      },
    },
  ])
})

test.each([
  [9, '9998', 'wrong', 'pin_wrong'],
  [77, '1234', 'unknown', 'unknown'],
  [2, '2222', 'may_not', 'permission_missing'],
] as const)('number %i with PIN %s is refused as %s, on the record', (number, pin, result, why) => {
  using folder = new TemporaryFolder()
  using store = open(folder.path)
  expect(checkAuthorisation(store, asked(number, pin))).toMatchObject({ result, authorisedBy: undefined })
  expect(recorded(store)).toMatchObject([
    {
      type: 'authorisation_refused',
      body: { permission: 'override_prices', operatorId: asha.id, operatorNumber: number, why },
    },
  ])
})

test('attempts count with those of the sign-in, over a restart; a right PIN begins the count again', () => {
  using folder = new TemporaryFolder()
  const first = open(folder.path)
  for (let attempt = 1; attempt < PIN_ATTEMPTS_MAX; attempt += 1) {
    expect(checkAuthorisation(first, asked(9, '0000')).result).toBe('wrong')
  }
  expect(checkAuthorisation(first, asked(9, '9999')).result).toBe('right')
  for (let attempt = 0; attempt < PIN_ATTEMPTS_MAX; attempt += 1) {
    checkOperatorPin(first, { operatorNumber: 9, pin: '0000', isUnlock: false })
  }
  first.close()
  using second = openTill(folder.path)
  second.openStream()
  expect(checkAuthorisation(second, asked(9, '9999'))).toMatchObject({ result: 'locked', authorisedBy: undefined })
  expect(recorded(second)).toMatchObject([{ type: 'authorisation_refused', body: { why: 'pin_locked' } }])
})

test('somebody with a right PIN who may not either loses no attempt', () => {
  using folder = new TemporaryFolder()
  using store = open(folder.path)
  for (let attempt = 0; attempt <= PIN_ATTEMPTS_MAX; attempt += 1) {
    expect(checkAuthorisation(store, asked(2, '2222')).result).toBe('may_not')
  }
})
