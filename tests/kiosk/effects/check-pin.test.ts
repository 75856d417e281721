import { expect, test } from 'vitest'
import { PIN_ATTEMPTS_MAX, type Operator } from '#core/staff/operator.ts'
import { makePinVerifier } from '#core/staff/pin-verifier.ts'
import { argon2id } from '#kiosk/effects/argon2id.ts'
import { checkOperatorPin } from '#kiosk/effects/check-pin.ts'
import { openTill, TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'
import { asha, meera } from '#tests/support/tiny-catalogue.ts'

const withPin = (operator: Operator, pin: string): Operator => {
  const pinVerifier = makePinVerifier(pin, 'ab'.repeat(16), argon2id)
  if (pinVerifier instanceof Error) throw pinVerifier
  return { ...operator, pinVerifier }
}

test('five wrong PINs lock an operator over a restart, until a manager signs in', () => {
  using folder = new TemporaryFolder()
  const open = () => {
    const store = openTill(folder.path)
    store.openStream()
    return store
  }
  const first = open()
  first.catalogue.replaceAll({ revision: 1, hash: '1'.repeat(64) }, [
    { table: 'operator', row: withPin(asha, '1111') },
    { table: 'operator', row: withPin(meera, '9999') },
  ])
  const tryPin = (store: typeof first, operator: Operator, pin: string): string =>
    checkOperatorPin(store, { operatorNumber: operator.number, pin, isUnlock: false }).result

  for (let attempt = 0; attempt < PIN_ATTEMPTS_MAX; attempt += 1) expect(tryPin(first, asha, '1112')).toBe('wrong')
  expect(tryPin(first, asha, '1111')).toBe('locked')
  first.close()

  using second = open()
  expect(tryPin(second, asha, '1111')).toBe('locked')
  expect(tryPin(second, meera, '9999')).toBe('right')
  expect(tryPin(second, asha, '1111')).toBe('right')
  expect(checkOperatorPin(second, { operatorNumber: 77, pin: '1111', isUnlock: false }).result).toBe('unknown')
})
