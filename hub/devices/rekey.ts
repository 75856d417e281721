import { rekeyText, type RekeyRequest } from '#core/identity/rekey.ts'
import type { SignatureCheck } from '#core/ports/signature.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { DeviceDirectory } from '#hub/devices/device-directory.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import type { Journal } from '#hub/ingest/journal.ts'

const forgetPreviousKey = defineQuery((db, p: { id: string; pin: string }) =>
  db.updateTable('devices').set({ previous_pin: null }).where('id', '=', p.id).where('pin', '=', p.pin),
)

/** What changing a device's key needs. */
export interface RekeyParts {
  readonly journal: Pick<Journal, 'write'>
  readonly directory: DeviceDirectory
  readonly signatures: SignatureCheck
}

/**
 * Takes a device's new key, over a connection that its old one opened. Asked again for the same key, by either, it
 * answers the same. Gives false for a key that the device does not hold, or that another device has.
 */
export const rekeyDevice = async (
  { journal, directory, signatures }: RekeyParts,
  device: EnrolledDevice,
  { publicKey, signature }: RekeyRequest,
): Promise<boolean> => {
  const pin = signatures.keyIdOf(publicKey)
  if (!signatures.isSigned(publicKey, rekeyText(device.id, pin), signature)) return false
  const owner = directory.findByPin(pin)
  if (owner !== undefined) return owner.id === device.id
  await journal.write(({ record }) =>
    record(programActor, { type: 'device_rekeyed', body: { deviceId: device.id, publicKeyPin: pin } }),
  )
  await directory.refresh()
  return true
}

/** The device has used its new key: the old one opens nothing any more. */
export const retirePreviousKey = async (
  { journal, directory }: Pick<RekeyParts, 'journal' | 'directory'>,
  { id, pin }: EnrolledDevice,
): Promise<void> => {
  await journal.write(({ tx }) => tx.run(forgetPreviousKey, { id, pin }))
  await directory.refresh()
}
