import { GENESIS_HASH, type JournalEntry, type JournalPlace, type PrivatePart } from '#core/journal/entry.ts'
import { privateHash, sealEntry, type EntryDraft } from '#core/journal/seal.ts'
import type { JournalBatch, Position } from '#core/protocol/messages.ts'
import { saleMovements } from '#core/sale/sale-movements.ts'
import type { Sale } from '#core/sale/sale.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import type { Journal } from '#hub/ingest/journal.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'

/** A device as the hub enrolled it. */
export interface TestDevice {
  readonly id: string
  readonly name: string
  readonly deviceNumber: number
}

/** Enrols a device in the journal, under a key that nobody holds if none is given. */
export async function enrolTestDevice(
  journal: Journal,
  name: string,
  deviceNumber: number,
  publicKeyPin?: string,
): Promise<TestDevice> {
  const device = { id: newUuid(), name, deviceNumber }
  const body = { deviceId: device.id, deviceName: name, deviceNumber, publicKeyPin: publicKeyPin ?? sha256(device.id) }
  await journal.write(({ record }) => record(programActor, { type: 'device_enrolled', body }))
  return device
}

/** Writes entries as one boot of a till does. */
export class TestStream {
  readonly id: string
  readonly entries: JournalEntry[] = []
  readonly #device: TestDevice
  #head: { seq: number; hash: string }

  constructor(device: TestDevice, parent?: JournalPlace) {
    this.id = newUuid()
    this.#device = device
    this.#head = { seq: 0, hash: parent?.hash ?? GENESIS_HASH }
    this.add('stream_opened', {
      deviceId: device.id,
      deviceName: device.name,
      deviceNumber: device.deviceNumber,
      parent: parent ?? null,
      softwareVersion: 'test',
    })
  }

  get place(): JournalPlace {
    return { stream: this.id, ...this.#head }
  }

  add(type: string, body: object, businessDate = '2026-11-20', part?: PrivatePart): JournalEntry {
    const draft: EntryDraft = {
      stream: this.id,
      seq: this.#head.seq + 1,
      id: newUuid(),
      type,
      at: '2026-11-20T10:00:00.000Z',
      clockTrusted: true,
      monotonicMs: this.#head.seq,
      businessDate,
      actor: { kind: 'operator', id: 3 },
      body: { ...body, ...(part === undefined ? {} : { privateHash: privateHash(part, sha256) }) },
      prevHash: this.#head.hash,
      ...(part === undefined ? {} : { private: part }),
    }
    const { entry } = sealEntry(draft, sha256)
    this.#head = { seq: entry.seq, hash: entry.hash }
    this.entries.push(entry)
    return entry
  }

  batch(from = 1, to = this.entries.length): JournalBatch {
    return {
      stream: this.id,
      head: { stream: this.id, seq: this.#head.seq },
      entries: this.entries.slice(from - 1, to),
    }
  }

  async send(journal: Journal, from?: number, to?: number): Promise<Position> {
    return journal.receive(this.#device, this.batch(from, to))
  }
}

/** A sale of so many pieces of one product at a price, untaxed, paid in cash. */
export function testSale(
  receiptNumber: number,
  { productId = 1, count = 1, priceMinor = 250 }: { productId?: number; count?: number; priceMinor?: number } = {},
): Sale {
  const totalMinor = count * priceMinor
  const sale: Sale = {
    saleId: newUuid(),
    receiptNumber,
    receiptLabel: `T1-${String(receiptNumber).padStart(6, '0')}`,
    shiftId: null,
    operatorId: 3,
    operatorName: 'Cleo Clerk',
    customerId: null,
    openedAt: '2026-11-20T09:59:00.000Z',
    completedAt: '2026-11-20T10:00:00.000Z',
    currency: 'USD',
    catalogueRevision: 0,
    heldBasketId: null,
    lines: [
      {
        line: 1,
        productId,
        departmentId: null,
        code: '1',
        name: 'Thing',
        quantity: { unit: 'piece', count },
        quantitySource: 'keyed',
        unitPriceMinor: priceMinor,
        priceSource: 'catalogue',
        discountMinor: 0,
        netMinor: totalMinor,
        grossMinor: totalMinor,
        taxGroupId: 1,
        taxes: [],
      },
    ],
    voidedLines: [],
    tenders: [{ kind: 'cash', amountMinor: totalMinor, givenMinor: totalMinor, changeMinor: 0 }],
    totals: { subtotalMinor: totalMinor, discountMinor: 0, taxMinor: 0, totalMinor, itemCount: count },
    taxes: [],
  }
  // A sale that moves no stock would prove nothing about stock.
  if (saleMovements(sale).length !== 1) throw new Error('A test sale moves one product.')
  return sale
}
