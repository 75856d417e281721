import { generateKeyPairSync } from 'node:crypto'
import { DomainError } from '#core/errors/domain-error.ts'
import type { PrivatePart } from '#core/journal/entry.ts'
import type { Claim, Reserved } from '#core/protocol/reserve.ts'
import { refundDraft, type RefundDraftFacts } from '#core/refund/refund-draft.ts'
import { refundWays } from '#core/refund/refund-ways.ts'
import type { Refund, RefundAsk, RefundKind } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED, type Refunded } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import { reserve } from '#hub/claims/reserve.ts'
import { saveDeviceState } from '#hub/devices/device-queries.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { openJournal } from '#hub/ingest/journal.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { enrolTestDevice, TestStream, type TestDevice } from '#tests/support/test-till.ts'

/** A till that the hub knows and has heard of. */
export interface KnownTill {
  readonly device: TestDevice
  readonly stream: TestStream
  readonly send: (type: string, body: object, businessDate?: string, part?: PrivatePart) => Promise<void>
}

export const pieces = (line: number, count: number): RefundAsk => ({ line, quantity: { unit: 'piece', count } })

/** Enrols a till; it has reported to this start, so that it holds nothing. */
export const openTill = async (hub: TestHub, name: string, deviceNumber: number): Promise<KnownTill> => {
  const device = await enrolTestDevice(hub.journal, name, deviceNumber)
  const stream = new TestStream(device)
  await stream.send(hub.journal)
  const seenAt = new Date(hub.clock.nowMs()).toISOString()
  const state = JSON.stringify({ heads: [{ stream: stream.id, head: 1 }] })
  const row = { deviceId: device.id, isOnline: 1, seenAt, softwareVersion: 'test', catalogueRevision: 0 } as const
  await hub.database.write(async (tx) => tx.run(saveDeviceState, { ...row, unsentCount: 0, state }))
  const send: KnownTill['send'] = async (type, body, businessDate, part) => {
    const { seq } = stream.add(type, body, businessDate, part)
    await stream.send(hub.journal, seq)
  }
  return { device, stream, send }
}

/** Another start of the hub on the same data: it has heard of nobody yet. */
export const startAgain = async ({ database, clock }: TestHub): Promise<void> => {
  await openJournal({
    database,
    clock,
    feedSigner: feedSigner(generateKeyPairSync('ed25519').privateKey),
    newId: newUuid,
    sha256,
    version: 'test',
    onChanges: () => {},
  })
}

/** A hub with two tills, of which the first sold something. */
export const openTwoTills = async (
  sale: Sale,
): Promise<{ readonly hub: TestHub; readonly till: KnownTill; readonly other: KnownTill }> => {
  const hub = await openTestHub()
  const till = await openTill(hub, 'T1', 1)
  const other = await openTill(hub, 'T2', 2)
  await till.send('sale_completed', sale)
  return { hub, till, other }
}

export const refundClaim = (
  saleId: string,
  lines: RefundAsk[],
  refundKind: RefundKind = 'return',
): Extract<Claim, { kind: 'refund' }> => ({ kind: 'refund', refundKind, saleId, refundId: newUuid(), lines })

/** Claims as a till does, or as the API does where there is none; gives the code of a refusal. */
export const claimAs = async (
  hub: TestHub,
  device: TestDevice | null,
  claim: Claim,
  reservationId = newUuid(),
): Promise<Reserved | string> => {
  const nowIso = new Date(hub.clock.nowMs()).toISOString()
  const asked = { reservationId, claim, deviceId: device?.id ?? null, madeBy: 3 }
  try {
    return await hub.journal.write(async ({ tx }) => reserve(tx, asked, { nowIso }))
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

/** A refund as a till makes it: what the rules give, all money as it is suggested. */
export const refundOf = (
  sale: Sale,
  lines: RefundAsk[],
  { refunded = NOTHING_REFUNDED, ...facts }: Partial<RefundDraftFacts> & { readonly refunded?: Refunded } = {},
): Refund => {
  const draft = refundDraft(sale, refunded, lines, {
    kind: 'return',
    refundId: newUuid(),
    reservationId: null,
    reason: 'broken',
    isRestocked: true,
    ...facts,
  })
  if (draft instanceof DomainError) throw draft
  const { suggested } = refundWays(sale, refunded, draft, { policy: undefined, isAuthorised: true })
  return {
    ...draft,
    refundNumber: 1,
    refundLabel: 'T1-R000001',
    shiftId: null,
    operatorId: 3,
    operatorName: 'Cleo Clerk',
    completedAt: '2026-11-20T11:00:00.000Z',
    tenders: [...suggested],
  }
}

/** The kinds of exceptions there are, in the order in which they came. */
export const exceptionKinds = async (hub: TestHub): Promise<string[]> =>
  (
    await hub.database.read.all({ build: (db) => db.selectFrom('exceptions').select('kind').orderBy('number') }, {})
  ).map(({ kind }) => kind)
