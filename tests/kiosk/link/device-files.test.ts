import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deviceIdentity } from '#kiosk/link/device-identity.ts'
import { loadOrMakeDeviceKey } from '#kiosk/link/device-key.ts'
import { readEnrolment, writeEnrolment, type EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { newFolder } from '#tests/support/running-hub.ts'

let folder: ReturnType<typeof newFolder>
const file = (name: string): string => join(folder.path, name)

beforeEach(() => {
  folder = newFolder()
})

afterEach(() => folder.remove())

/** All that others see of a key. */
const shownBy = (key: Parameters<typeof deviceIdentity>[0]): object => {
  const { signer, ...shown } = deviceIdentity(key)
  const { keyId, publicKey, sign } = signer
  return { ...shown, keyId, publicKey, signature: sign('text') }
}

describe('the device’s key', () => {
  it('is made once, for its owner’s eyes only, and gives the same identity at each start', () => {
    const first = shownBy(loadOrMakeDeviceKey(file('device.key')))
    expect(statSync(file('device.key')).mode & 0o777).toBe(0o600)
    expect(shownBy(loadOrMakeDeviceKey(file('device.key')))).toEqual(first)
    expect(readdirSync(folder.path)).toEqual(['device.key'])
  })
})

describe('the record of an enrolment', () => {
  const record: EnrolmentRecord = {
    store: 'main',
    deviceId: '11111111-1111-7111-8111-111111111111',
    deviceNumber: 3,
    name: 'T3',
    receiptPrefix: 'T3B',
    feedKey: `${'A'.repeat(59)}=`,
    mqttPort: 8883,
    httpsPort: 8443,
    host: 'hub.local',
    hubPin: 'ab'.repeat(32),
  }

  it('is read as it was written, and absent before', () => {
    expect(readEnrolment(file('enrolment.json'))).toBeUndefined()
    writeEnrolment(file('enrolment.json'), record)
    expect(readEnrolment(file('enrolment.json'))).toEqual(record)
  })

  it.each(['', '{}', JSON.stringify({ ...record, deviceNumber: 0 }), '{"store":'])(
    'says what to do when damaged: %j',
    (text) => {
      writeFileSync(file('enrolment.json'), text)
      chmodSync(file('enrolment.json'), 0o600)
      expect(() => readEnrolment(file('enrolment.json'))).toThrow('enrol this device again')
    },
  )
})
