import { createHmac } from 'node:crypto'
import { Check } from 'typebox/value'
import type { EnrolmentCode } from '#core/identity/enrolment-code.ts'
import { EnrolmentAnswer } from '#core/identity/enrolment-message.ts'
import { enrolmentProof } from '#core/identity/enrolment-proof.ts'
import { tokenId } from '#core/identity/enrolment-token.ts'
import type { HmacSha256 } from '#core/ports/hmac-sha256.ts'
import type { DeviceIdentity } from '#kiosk/link/device-identity.ts'
import type { EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { readJson, requestOn } from '#kiosk/link/hub-request.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import { connectPinned, type HubEndpoint } from '#kiosk/link/pinned-connection.ts'

const ANSWER_BYTES_MAX = 16 * 1024
const UNAUTHORIZED = 401

const hmacSha256: HmacSha256 = (key, text) => createHmac('sha256', key).update(text).digest('hex')

const splitAddress = (address: string): { host: string; port: number } => {
  const at = address.lastIndexOf(':')
  return { host: address.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(address.slice(at + 1)) }
}

const enrolAt = async (
  endpoint: HubEndpoint,
  token: Uint8Array,
  identity: DeviceIdentity,
): Promise<EnrolmentRecord> => {
  const connection = await connectPinned(endpoint, identity)
  const ends = { hubPin: connection.hubPin, devicePin: identity.pin }
  const proof = enrolmentProof('device', token, ends, hmacSha256)
  const body = JSON.stringify({ tokenId: tokenId(token, hmacSha256), proof })
  const response = await requestOn(connection, { method: 'POST', path: '/enrol', body })
  const answer = await readJson(response, ANSWER_BYTES_MAX)
  const status = response.statusCode ?? 0
  if (status === UNAUTHORIZED) {
    throw new LinkError('hub_refused', 'The hub refused the token: it is wrong, used or too old.', { status })
  }
  if (!Check(EnrolmentAnswer, answer))
    throw new LinkError('hub_answer_invalid', `The hub cannot enrol a device now (${status}).`, { status })
  const { proof: hubProof, ...rest } = answer
  if (hubProof !== enrolmentProof('hub', token, ends, hmacSha256)) {
    throw new LinkError('hub_pin_wrong', 'Whoever answered does not hold the token.')
  }
  return { ...rest, host: endpoint.host, hubPin: connection.hubPin }
}

/**
 * Enrols this device with the hub that made the token: tries each address, proves to hold the token without sending it,
 * and believes the hub only for the same proof. Asking again after a lost answer is safe. Throws `LinkError`.
 */
export const enrol = async (code: EnrolmentCode, identity: DeviceIdentity): Promise<EnrolmentRecord> => {
  let failure = new LinkError('hub_unreachable', 'The code names no address of the hub.')
  for (const address of code.addresses) {
    try {
      return await enrolAt({ ...splitAddress(address), pin: code.hubPin }, code.token, identity)
    } catch (error) {
      // Another address of the same hub may work; a refusal is the hub's last word.
      if (!(error instanceof LinkError) || error.code === 'hub_refused') throw error
      failure = error
    }
  }
  throw failure
}
