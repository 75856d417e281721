import { closeSync, existsSync, fsyncSync, openSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { rekeyText } from '#core/identity/rekey.ts'
import { deviceIdentity, type DeviceIdentity } from '#kiosk/link/device-identity.ts'
import { loadOrMakeDeviceKey } from '#kiosk/link/device-key.ts'
import type { EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { requestHub } from '#kiosk/link/hub-request.ts'
import { LinkError } from '#kiosk/link/link-error.ts'

/** A key serves a year: long enough to be no burden, short enough that the way to replace it is known to work. */
export const KEY_LIFETIME_MS = 365 * 86_400_000

const OK = 204
const UNAUTHORIZED = 401

const nextPath = (path: string): string => `${path}.next`

/** True when the key in `path` has served its time, or when its replacement was begun and not ended. */
export const isKeyDue = (path: string, nowMs: number): boolean =>
  existsSync(nextPath(path)) || nowMs - statSync(path).mtimeMs > KEY_LIFETIME_MS

const offer = async (
  { host, httpsPort, hubPin, deviceId }: EnrolmentRecord,
  asWhom: DeviceIdentity,
  { pin, signer }: DeviceIdentity,
): Promise<number> => {
  const body = JSON.stringify({ publicKey: signer.publicKey, signature: signer.sign(rekeyText(deviceId, pin)) })
  const endpoint = { host, port: httpsPort, pin: hubPin }
  const answer = await requestHub(endpoint, asWhom, { method: 'POST', path: '/rekey', body })
  answer.destroy()
  return answer.statusCode ?? 0
}

const takeOver = (path: string): void => {
  renameSync(nextPath(path), path)
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/**
 * Replaces the device's key in `path` by one that is made here, with the hub's consent. The new key is on the disk before
 * the hub hears of it, and the hub takes both until the new one was used: whatever breaks off between, the device gets
 * in, and the next call goes on. Gives the identity to use from now on; throws `LinkError`.
 */
export const renewKey = async (path: string, enrolment: EnrolmentRecord): Promise<DeviceIdentity> => {
  const old = deviceIdentity(loadOrMakeDeviceKey(path))
  const renewed = deviceIdentity(loadOrMakeDeviceKey(nextPath(path)))
  let status = await offer(enrolment, old, renewed)
  // The hub has seen the new key in use, before its answer or this disk was lost.
  if (status === UNAUTHORIZED) status = await offer(enrolment, renewed, renewed)
  if (status !== OK) throw new LinkError('hub_refused', 'The hub refused the new key.', { status })
  takeOver(path)
  return renewed
}
