import { generateKeyPairSync } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EnrolmentCode } from '#core/identity/enrolment-code.ts'
import { deviceIdentity } from '#kiosk/link/device-identity.ts'
import { enrol } from '#kiosk/link/enrol.ts'
import type { HostileDevice } from '#tests/attack/mqtt-fuzz.ts'
import { makeProduct } from '#tests/kiosk/store/till-fixture.ts'
import { hasCatalogue, isAllSent, openLinkedTill, stockHub, type LinkedTill } from '#tests/support/linked-till.ts'
import { newCode, newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'

/** An honest till sells so often while the hub is attacked. */
const SALE_EVERY_MS = 250

/** A hub with a till that sells all the while, and room for attackers. */
export interface Siege {
  readonly hub: RunningHub
  readonly till: LinkedTill
  /** Enrols a device whose owner means harm. */
  readonly newHostileDevice: (name: string) => Promise<HostileDevice>
  /** Ends the selling; gives the receipts of the till, and those that the hub holds, in order. */
  readonly settle: () => Promise<{ readonly sold: readonly string[]; readonly held: readonly string[] }>
  readonly end: () => Promise<void>
}

const products = [makeProduct(1), makeProduct(2)]

const receiptsHeld = async (hub: RunningHub): Promise<readonly string[]> => {
  const rows = await hub.database.read.all(
    { build: (db) => db.selectFrom('sales').select('receipt_label').orderBy('receipt_label') },
    {},
  )
  return rows.map((row) => row.receipt_label)
}

/** Opens the hub, enrols the till, and lets it sell. */
export const laySiege = async (): Promise<Siege> => {
  const folders = [newFolder(), newFolder()] as const
  const hub = await startHub({ folder: folders[0].path })
  await stockHub(hub, products)
  const till = await openLinkedTill(hub, 'T1', folders[1].path)
  await hasCatalogue(till, 1)
  const sold: string[] = []
  const stop = new AbortController()
  const selling = (async () => {
    while (!stop.signal.aborted) {
      sold.push(till.sell(products).receiptLabel)
      await sleep(SALE_EVERY_MS)
    }
  })()
  return {
    hub,
    till,
    newHostileDevice: async (name) => {
      const identity = deviceIdentity(generateKeyPairSync('ed25519').privateKey)
      const code: EnrolmentCode = await newCode(hub, name)
      const { deviceId } = await enrol(code, identity)
      return { id: deviceId, identity }
    },
    settle: async () => {
      stop.abort()
      await selling
      await isAllSent(till)
      return { sold, held: await receiptsHeld(hub) }
    },
    end: async () => {
      stop.abort()
      await selling
      await till.stop()
      await hub.stop()
      for (const folder of folders) folder.remove()
    },
  }
}
