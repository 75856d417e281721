import type { Product } from '#core/catalogue/product.ts'
import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { NewId } from '#core/ports/new-id.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { Sale } from '#core/sale/sale.ts'
import { makePinVerifier } from '#core/staff/pin-verifier.ts'
import { lastProductId } from '#hub/catalogue/product-queries.ts'
import { demoCustomers } from '#hub/demo/customers.ts'
import { demoDepartments } from '#hub/demo/departments.ts'
import { demoHistory, RETIRED_TILL_NAME, type HistoryFact } from '#hub/demo/history.ts'
import { openingStock } from '#hub/demo/opening-stock.ts'
import { demoCoupons, demoCustomerGroups, demoPromotions } from '#hub/demo/promotions.ts'
import { demoPolicy, demoProducts, demoTaxGroups } from '#hub/demo/shop.ts'
import { demoStaff } from '#hub/demo/staff.ts'
import { enrolledDevices, lastDeviceNumber } from '#hub/devices/device-queries.ts'
import { argon2id } from '#hub/identity/argon2id.ts'
import type { Passwords } from '#hub/identity/passwords.ts'
import { saveMember, type Member } from '#hub/identity/save-member.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import type { Journal, Work } from '#hub/ingest/journal.ts'
import { sealPrivate } from '#hub/ingest/private-part.ts'
import { localDate } from '#hub/ports/local-date.ts'
import type { NewSalt } from '#hub/ports/new-salt.ts'
import { savePromotion } from '#hub/promotions/save-promotion.ts'
import { batchesOf, type RetiredTill } from '#hub/seed/retired-till.ts'

export interface SeedParts {
  readonly journal: Journal
  readonly passwords: Passwords
  readonly clock: Clock
  readonly newId: NewId
  readonly newSalt: NewSalt
  readonly sha256: Sha256
}

const DAYS = 90
const SALES_PER_DAY = 60
const SEED = 1
const DAY_MS = 86_400_000
/** Batches in one transaction: few enough that the API still answers while the history comes in. */
const BATCHES_AT_ONCE = 8

const isSeeded = async ({ journal }: SeedParts): Promise<boolean> =>
  journal.write(async ({ tx }) => (await tx.one(lastProductId, {}))?.id != null)

const hashMembers = async ({ passwords, newSalt }: SeedParts): Promise<Member[]> =>
  Promise.all(
    demoStaff.map(async ({ operator, pin, email, password }) => {
      const pinVerifier = makePinVerifier(pin, newSalt(), argon2id)
      if (pinVerifier instanceof DomainError) throw pinVerifier
      const passwordHash = password === null ? null : await passwords.hash(password)
      return { operator: { ...operator, pinVerifier }, email, passwordHash }
    }),
  )

const recordCatalogue = async (work: Work, products: readonly Product[]): Promise<void> => {
  const { record } = work
  await record(programActor, { type: 'policy_saved', body: { policy: demoPolicy } })
  for (const taxGroup of demoTaxGroups) await record(programActor, { type: 'tax_group_saved', body: { taxGroup } })
  for (const customerGroup of demoCustomerGroups) {
    await record(programActor, { type: 'customer_group_saved', body: { customerGroup } })
  }
  for (const { department } of demoDepartments) {
    await record(programActor, { type: 'department_saved', body: { department } })
  }
  for (const product of products) {
    const body = { product, description: null, costMinor: null, minimumQuantity: 0, imageUrl: null }
    await record(programActor, { type: 'product_saved', body })
  }
  for (const promotion of demoPromotions(products)) await savePromotion(work, programActor, promotion)
  for (const coupon of demoCoupons) await record(programActor, { type: 'coupon_saved', body: { coupon } })
}

const recordCustomers = async ({ record }: Work, parts: SeedParts): Promise<void> => {
  for (const { name, email, phone, address, cardNumber, ...facts } of demoCustomers()) {
    const { part, hash } = sealPrivate({ name, email, phone, address, cardNumber }, parts)
    const body = { ...facts, isActive: true, privateHash: hash }
    await record(programActor, { type: 'customer_saved', body, private: part })
  }
}

/** Made anew each time it is gone through, since all of it at once would be a hundred megabytes. */
const historyOf = (products: readonly Product[], nowMs: number): Iterable<HistoryFact> =>
  demoHistory({
    products,
    taxGroups: demoTaxGroups,
    policy: demoPolicy,
    operators: demoStaff.filter(({ operator }) => operator.role === 'clerk').map(({ operator }) => operator),
    customerCount: demoCustomers().length,
    lastDate: localDate(nowMs - DAY_MS, demoPolicy.timeZone),
    days: DAYS,
    salesPerDay: SALES_PER_DAY,
    seed: SEED,
  })

function* salesOf(facts: Iterable<HistoryFact>): Generator<Sale> {
  for (const fact of facts) if (fact.type === 'sale_completed') yield fact.body
}

const recordOpeningStock = async (
  { record }: Work,
  products: readonly Product[],
  facts: Iterable<HistoryFact>,
): Promise<void> => {
  for (const movement of openingStock(products, salesOf(facts), SEED)) {
    await record(programActor, { type: 'stock_adjusted', body: { ...movement, reason: 'opening stock' } })
  }
}

/** Enrols the till whose history comes, under a key that nobody holds; it is revoked when all of it is here. */
const enrolRetiredTill = async ({ tx, record }: Work, { newId, newSalt, sha256 }: SeedParts): Promise<void> => {
  const last = await tx.one(lastDeviceNumber, {})
  const till = { deviceId: newId(), deviceName: RETIRED_TILL_NAME, deviceNumber: (last?.number ?? 0) + 1 }
  await record(programActor, { type: 'device_enrolled', body: { ...till, publicKeyPin: sha256(newSalt()) } })
}

interface ArrivingTill extends RetiredTill {
  readonly enrolledAtMs: number
}

/** The till whose history is not all here: none before the shop is stocked, and none when the seeding is done. */
const arrivingTill = async ({ journal }: SeedParts): Promise<ArrivingTill | undefined> => {
  const devices = await journal.write(({ tx }) => tx.all(enrolledDevices, {}))
  const row = devices.find(({ name }) => name === RETIRED_TILL_NAME)
  if (row === undefined) return undefined
  const { id, name, device_number: deviceNumber, enrolled_at: enrolledAt } = row
  return { id, name, deviceNumber, enrolledAtMs: Date.parse(enrolledAt) }
}

/** Records all but the history, in one transaction. */
const stockShop = async (parts: SeedParts, products: readonly Product[]): Promise<ArrivingTill> => {
  const { journal, clock } = parts
  const nowMs = clock.nowMs()
  const members = await hashMembers(parts)
  await journal.write(async (work) => {
    await recordCatalogue(work, products)
    for (const member of members) await saveMember(work, programActor, member, { ...parts, nowMs: clock.nowMs })
    await recordCustomers(work, parts)
    await recordOpeningStock(work, products, historyOf(products, nowMs))
    await enrolRetiredTill(work, parts)
  })
  const till = await arrivingTill(parts)
  assert(till !== undefined, 'The till of the history was not enrolled.')
  return till
}

const bringHistory = async (
  { journal, sha256 }: SeedParts,
  till: RetiredTill,
  facts: Iterable<HistoryFact>,
): Promise<void> => {
  let waiting: Promise<unknown>[] = []
  for (const batch of batchesOf(till, facts, sha256)) {
    waiting.push(journal.receive(till, batch))
    if (waiting.length < BATCHES_AT_ONCE) continue
    await Promise.all(waiting)
    waiting = []
  }
  await Promise.all(waiting)
}

/**
 * Fills an empty hub with the demo shop, through the journal and the ingest like everything else. One that was interrupted
 * goes on: the same history is made again, and the ingest takes what it does not have.
 */
export async function seedDemo(
  parts: SeedParts,
  say: (progress: string) => void,
): Promise<'seeded' | 'already_seeded'> {
  const begun = await arrivingTill(parts)
  if (begun === undefined && (await isSeeded(parts))) return 'already_seeded'
  const products = demoProducts()
  say(`Stocking the demo shop: ${products.length} products, ${DAYS} days of history …`)
  const till = begun ?? (await stockShop(parts, products))
  await bringHistory(parts, till, historyOf(products, till.enrolledAtMs))
  const body = { deviceId: till.id, reason: 'retired' }
  await parts.journal.write(({ record }) => record(programActor, { type: 'device_revoked', body }))
  return 'seeded'
}
