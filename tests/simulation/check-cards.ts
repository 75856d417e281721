import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { Tender } from '#core/tender/tender.ts'
import type { SimTill } from '#tests/simulation/sim-till.ts'
import { claim } from '#tests/simulation/violation.ts'

interface Paid {
  readonly intentId: string
  readonly amountMinor: number
}

/** What the journal says of card money, in its order. */
interface CardRecord {
  readonly paid: Paid[]
  /** On the record as to give back, and not given back since. */
  readonly waiting: Map<string, Paid>
  readonly givenBack: Paid[]
}

const cardsIn = (tenders: readonly Tender[]): Paid[] => tenders.filter((tender) => tender.kind === 'card')

const giveBack = (till: SimTill, { waiting, givenBack }: CardRecord, intentId: string): void => {
  const payment = waiting.get(intentId)
  claim(payment !== undefined, () => `${till.device.name} gave back ${intentId}, which was not on the record.`)
  claim(till.saidGivenBack.has(intentId), () => `${till.device.name}: nobody said that ${intentId} is given back.`)
  waiting.delete(intentId)
  givenBack.push(payment)
}

const readRecord = (till: SimTill, entries: readonly JournalEntry[]): CardRecord => {
  const record: CardRecord = { paid: [], waiting: new Map(), givenBack: [] }
  const readers: Readonly<Record<string, (body: unknown) => void>> = {
    sale_completed: (body) => record.paid.push(...cardsIn((body as Sale).tenders)),
    payment_unclaimed: (body) => {
      const payment = body as EntryBodies['payment_unclaimed']
      record.waiting.set(payment.intentId, payment)
    },
    payment_given_back: (body) => giveBack(till, record, (body as EntryBodies['payment_given_back']).intentId),
    shift_closed: () => {
      claim(record.waiting.size === 0, () => `${till.device.name} closed a shift with money that is not its own.`)
    },
  }
  for (const { type, body } of entries) readers[type]?.(body)
  return record
}

const idsOf = (payments: readonly Paid[]): string => JSON.stringify(payments.map(({ intentId }) => intentId).toSorted())

/**
 * Money that the terminal took is in one place alone: in a sale, in the open basket, or on the record as unclaimed until
 * somebody said that it is given back; and as long as it is unclaimed the till says so.
 */
export function checkCards(till: SimTill, entries: readonly JournalEntry[]): void {
  const { name } = till.device
  const taken = till.devices.approved()
  const { paid, waiting, givenBack } = readRecord(till, entries)
  const open = cardsIn(till.process.inspect(() => till.store().baskets.loadOpen())?.tenders ?? [])
  const known = [...paid, ...open, ...waiting.values(), ...givenBack]
  const ids = new Set(known.map(({ intentId }) => intentId))
  claim(ids.size === known.length, () => `${name}: the money of one card payment is in two places.`)
  for (const { intentId, amountMinor } of known) {
    claim(taken.get(intentId) === amountMinor, () => `${name} knows of ${amountMinor} (${intentId}) that no card paid.`)
  }
  for (const [intentId, amountMinor] of taken) {
    claim(ids.has(intentId), () => `${name}: the terminal took ${amountMinor} (${intentId}), and nobody knows of it.`)
  }
  const kept = till.process.inspect(() => till.store().payments.unclaimed())
  const shown = till.runner()?.state().unclaimed ?? []
  for (const payments of [kept, shown]) {
    claim(idsOf(payments) === idsOf([...waiting.values()]), () => {
      return `${name} has ${idsOf(payments)} to give back, and its journal ${idsOf([...waiting.values()])}.`
    })
  }
}
