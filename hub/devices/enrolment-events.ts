import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { Tx } from '#hub/db/connection.ts'
import { keepDeviceKey } from '#hub/devices/device-keys.ts'
import { devicesNamed, insertDevice, replaceKey, revokeDevice } from '#hub/devices/device-queries.ts'

/** Puts an enrolment into the tables; part of the one path from a fact to its projections. */
export const applyDeviceEnrolled = async (
  tx: Tx,
  body: EntryBodies['device_enrolled'],
  enrolledAt: string,
): Promise<void> => {
  const earlier = await tx.all(devicesNamed, { name: body.deviceName })
  await tx.run(insertDevice, {
    id: body.deviceId,
    name: body.deviceName,
    generation: 1 + Math.max(0, ...earlier.map(({ generation }) => generation)),
    deviceNumber: body.deviceNumber,
    pin: body.publicKeyPin,
    enrolledAt,
  })
  await tx.run(keepDeviceKey, { keyId: body.publicKeyPin, deviceId: body.deviceId, since: enrolledAt })
}

/** Takes a device's key out of the tables: from then on nobody gets in with it. */
export const applyDeviceRevoked = async (
  tx: Tx,
  body: EntryBodies['device_revoked'],
  revokedAt: string,
): Promise<void> => {
  await tx.run(revokeDevice, { id: body.deviceId, revokedAt })
}

/** Puts a device's new key in the place of its old one, which stays good until the new one was used. */
export const applyDeviceRekeyed = async (
  tx: Tx,
  { deviceId, publicKeyPin }: EntryBodies['device_rekeyed'],
  at: string,
): Promise<void> => {
  await tx.run(replaceKey, { id: deviceId, pin: publicKeyPin })
  await tx.run(keepDeviceKey, { keyId: publicKeyPin, deviceId, since: at })
}
