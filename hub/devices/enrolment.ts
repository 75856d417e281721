import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { DomainError } from '#core/errors/domain-error.ts'
import { receiptPrefix } from '#core/identity/device-name.ts'
import { formatEnrolmentCode } from '#core/identity/enrolment-code.ts'
import type { EnrolmentAnswer, EnrolmentRequest } from '#core/identity/enrolment-message.ts'
import { enrolmentProof } from '#core/identity/enrolment-proof.ts'
import { formatToken, TOKEN_BYTES, tokenId } from '#core/identity/enrolment-token.ts'
import type { Actor } from '#core/journal/entry.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { HmacSha256 } from '#core/ports/hmac-sha256.ts'
import type { NewId } from '#core/ports/new-id.ts'
import type { Tx } from '#hub/db/connection.ts'
import type { DeviceDirectory } from '#hub/devices/device-directory.ts'
import {
  deleteExpiredTokens,
  deviceById,
  devicesNamed,
  insertToken,
  lastDeviceNumber,
  openTokenCount,
  spendToken,
  tokenById,
} from '#hub/devices/device-queries.ts'
import { openToken, sealToken } from '#hub/devices/token-seal.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import type { Journal, Work } from '#hub/ingest/journal.ts'

/** How long a token made at the screen lives. */
export const TOKEN_LIFETIME_MS = 10 * 60_000

/** How long a token for a flashed batch may live: 90 days. */
export const TOKEN_LIFETIME_MAX_MS = 90 * 86_400_000

/** Tokens that may wait at once: a flashed batch for the largest store. */
const OPEN_TOKENS_MAX = 500

const DEVICE_NUMBER_MAX = 8_999

export interface EnrolmentParts {
  readonly journal: Pick<Journal, 'write'>
  readonly directory: DeviceDirectory
  readonly clock: Clock
  readonly newId: NewId
  /** 32 bytes under which tokens wait. */
  readonly sealingKey: Uint8Array
  readonly hubPin: string
  readonly storeId: string
  /** The Ed25519 key (SPKI, base64) that signs the catalogue. */
  readonly feedKey: string
  readonly ports: () => { readonly mqttPort: number; readonly httpsPort: number }
  /** `host:port` of the HTTPS listener, as devices reach it. */
  readonly addresses: () => readonly string[]
  /** Called after the commit that took a device's key away. */
  readonly onRevoked: (deviceId: string) => void
}

/** A token as its maker sees it, this once. */
export interface NewToken {
  readonly deviceName: string
  /** 32 characters to type. */
  readonly token: string
  /** The text of the QR code. */
  readonly code: string
  readonly expiresAtMs: number
}

/** Why an enrolment was refused; the device is told only that it was. */
export type EnrolmentRefusal = 'token_unknown' | 'token_spent' | 'token_expired' | 'proof_wrong' | 'key_enrolled'

export type EnrolmentOutcome = { readonly answer: EnrolmentAnswer } | { readonly refusal: EnrolmentRefusal }

const hmacSha256: HmacSha256 = (key, text) => createHmac('sha256', key).update(text).digest('hex')

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

type TokenRow = NonNullable<Awaited<ReturnType<typeof readToken>>>

const readToken = async (tx: Tx, id: string) => tx.one(tokenById, { id })

/** Makes tokens, and turns a token and a key into an enrolled device. */
export class Enrolment {
  readonly #parts: EnrolmentParts

  constructor(parts: EnrolmentParts) {
    this.#parts = parts
  }

  /** Makes a one-time token for a device of that name. Throws `DomainError` when too many wait. */
  async makeToken(deviceName: string, lifetimeMs: number, userId: number | null): Promise<NewToken> {
    const { journal, clock, sealingKey, hubPin, addresses } = this.#parts
    const token = Uint8Array.from(randomBytes(TOKEN_BYTES))
    const id = tokenId(token, hmacSha256)
    const nowMs = clock.nowMs()
    const expiresAtMs = nowMs + Math.min(lifetimeMs, TOKEN_LIFETIME_MAX_MS)
    await journal.write(async ({ tx }) => {
      await tx.run(deleteExpiredTokens, { nowMs })
      const waiting = await tx.one(openTokenCount, {})
      if ((waiting?.count ?? 0) >= OPEN_TOKENS_MAX) throw new DomainError('conflict', 'Too many tokens wait for use.')
      await tx.run(insertToken, {
        id,
        deviceName,
        sealed: sealToken(sealingKey, id, token),
        madeAt: new Date(nowMs).toISOString(),
        expiresAtMs,
        madeBy: userId,
      })
    })
    const code = formatEnrolmentCode({ token, hubPin, addresses: addresses() })
    return { deviceName, token: formatToken(token), code, expiresAtMs }
  }

  /** Enrols the device that showed `devicePin`; asked again by the same device, it answers the same. */
  async enrol(request: EnrolmentRequest, devicePin: string): Promise<EnrolmentOutcome> {
    const { journal, directory, onRevoked } = this.#parts
    const { outcome, replaced } = await journal.write(async (work) => this.#enrolWithin(work, request, devicePin))
    await directory.refresh()
    for (const deviceId of replaced) onRevoked(deviceId)
    return outcome
  }

  /** Takes a device's key away and closes its connections. Throws `DomainError` when there is no such device. */
  async revoke(deviceId: string, reason: string, actor: Actor): Promise<void> {
    const { journal, directory, onRevoked } = this.#parts
    await journal.write(async ({ tx, record }) => {
      const device = await tx.one(deviceById, { id: deviceId })
      if (device === undefined || device.pin === null) throw new DomainError('not_found', 'No such device is enrolled.')
      await record(actor, { type: 'device_revoked', body: { deviceId, reason } })
    })
    await directory.refresh()
    onRevoked(deviceId)
  }

  async #enrolWithin(
    work: Work,
    request: EnrolmentRequest,
    devicePin: string,
  ): Promise<{ outcome: EnrolmentOutcome; replaced: readonly string[] }> {
    const { tx } = work
    const row = await readToken(tx, request.tokenId)
    if (row === undefined) return { outcome: { refusal: 'token_unknown' }, replaced: [] }
    if (row.device_id !== null) return { outcome: await this.#answerAgain(tx, row, devicePin), replaced: [] }
    const { clock, sealingKey, hubPin, directory } = this.#parts
    if (row.expires_at_ms < clock.nowMs()) return { outcome: { refusal: 'token_expired' }, replaced: [] }
    const token = openToken(sealingKey, row.id, row.sealed ?? '')
    const ends = { hubPin, devicePin }
    if (!isSame(request.proof, enrolmentProof('device', token, ends, hmacSha256))) {
      return { outcome: { refusal: 'proof_wrong' }, replaced: [] }
    }
    if (directory.findByPin(devicePin) !== undefined) return { outcome: { refusal: 'key_enrolled' }, replaced: [] }
    const replaced = await this.#revokeNamesakes(work, row.device_name)
    const deviceId = await this.#enrolNew(work, row.device_name, devicePin)
    const hubProof = enrolmentProof('hub', token, ends, hmacSha256)
    await tx.run(spendToken, { id: row.id, deviceId, hubProof })
    return { outcome: await this.#answer(tx, deviceId, hubProof), replaced }
  }

  async #answerAgain(tx: Tx, row: TokenRow, devicePin: string): Promise<EnrolmentOutcome> {
    const device = await tx.one(deviceById, { id: row.device_id ?? '' })
    if (device?.pin !== devicePin) return { refusal: 'token_spent' }
    return this.#answer(tx, device.id, row.hub_proof ?? '')
  }

  /** A till that replaces another keeps the name; the old one is out. */
  async #revokeNamesakes({ tx, record }: Work, name: string): Promise<readonly string[]> {
    const namesakes = (await tx.all(devicesNamed, { name })).filter(({ pin }) => pin !== null)
    for (const { id } of namesakes) {
      await record(programActor, { type: 'device_revoked', body: { deviceId: id, reason: 'replaced' } })
    }
    return namesakes.map(({ id }) => id)
  }

  async #enrolNew({ tx, record }: Work, deviceName: string, publicKeyPin: string): Promise<string> {
    const { newId } = this.#parts
    const last = await tx.one(lastDeviceNumber, {})
    const deviceNumber = (last?.number ?? 0) + 1
    if (deviceNumber > DEVICE_NUMBER_MAX) throw new DomainError('conflict', 'All device numbers are used up.')
    const deviceId = newId()
    await record(programActor, { type: 'device_enrolled', body: { deviceId, deviceName, deviceNumber, publicKeyPin } })
    return deviceId
  }

  async #answer(tx: Tx, deviceId: string, proof: string): Promise<EnrolmentOutcome> {
    const device = await tx.one(deviceById, { id: deviceId })
    if (device === undefined) return { refusal: 'token_spent' }
    const { storeId, feedKey, ports } = this.#parts
    return {
      answer: {
        proof,
        store: storeId,
        deviceId,
        deviceNumber: device.device_number,
        name: device.name,
        receiptPrefix: receiptPrefix(device.name, device.generation),
        feedKey,
        ...ports(),
      },
    }
  }
}
