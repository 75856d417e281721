import { setTimeout as sleep } from 'node:timers/promises'
import type { TillRecord, TillStanding } from '#core/protocol/till-record.ts'
import { replyOf } from '#kiosk/effects/ask-hub.ts'
import { createLinkWorld } from '#kiosk/effects/link-world.ts'
import type { DeviceIdentity } from '#kiosk/link/device-identity.ts'
import type { EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import { Link } from '#kiosk/link/link.ts'
import type { HubReply } from '#kiosk/state/hub-question.ts'
import type { Rebuilt } from '#kiosk/store/rebuild-store.ts'
import { salvage, type Salvage } from '#kiosk/store/salvage.ts'
import type { TillStore, TillStoreParts } from '#kiosk/store/till-store.ts'
import { rebuilding, type FaultWords } from '#kiosk/text/fault-texts.ts'

/** The link itself tries to connect ever again; it is asked so often whether it has. */
const ASK_AGAIN_MS = 1_000

/** What a till is rebuilt with. */
export interface RebuildTillParts {
  readonly storeParts: TillStoreParts
  readonly enrolment: EnrolmentRecord
  readonly identity: DeviceIdentity
  readonly clockMs: { readonly now: () => number; readonly monotonic: () => number }
  readonly random: () => number
  /** The damaged file that was kept; undefined where the file is gone. */
  readonly keptAs: string | undefined
  readonly isRolledBack: boolean
  readonly showFault: (words: FaultWords) => void
  /** The hub could not be reached; it is tried again. */
  readonly onTrouble: (error: unknown) => void
}

type Answered = Extract<HubReply, { outcome: 'answered' | 'problem' }>

const openLink = (store: TillStore, parts: RebuildTillParts): Link => {
  const { enrolment, identity, storeParts, random, clockMs } = parts
  const world = createLinkWorld({
    store,
    softwareVersion: storeParts.softwareVersion,
    random,
    isSelling: () => true,
    isDiskFull: () => true,
    nowMs: clockMs.now,
    deviceHealth: () => [],
  })
  const notYet = (): never => {
    throw new LinkError('no_room', 'The catalogue comes when the till is rebuilt.')
  }
  return new Link({
    enrolment,
    identity,
    world: { ...world, catalogue: { ...world.catalogue, build: notYet } },
    monotonicMs: clockMs.monotonic,
    onLinkChanged: () => undefined,
    onCatalogueChanged: () => undefined,
    onTrouble: parts.onTrouble,
  })
}

/** Asks until the hub answers, and says meanwhile that it does not. */
const asker = (link: Link, { keptAs, showFault }: RebuildTillParts) => {
  return async (operation: 'till_record' | 'sale_lookup', fields: Record<string, unknown>): Promise<Answered> => {
    for (;;) {
      const reply = replyOf(operation, await link.ask(operation, fields))
      if (reply.outcome !== 'away') return reply
      showFault(rebuilding(keptAs, true))
      await sleep(ASK_AGAIN_MS)
    }
  }
}

type Ask = ReturnType<typeof asker>

const askRecord = async (ask: Ask): Promise<TillRecord & { readonly standing: TillStanding }> => {
  for (;;) {
    const reply = await ask('till_record', { isWhole: true })
    if (reply.outcome === 'answered' && reply.operation === 'till_record') {
      const { standing, streams } = reply.result
      if (standing !== undefined) return { standing, streams }
    }
    await sleep(ASK_AGAIN_MS)
  }
}

/** Of the sales that the old file was about, those that the hub holds. */
const heldByHub = async (ask: Ask, { rows }: Salvage): Promise<ReadonlySet<string>> => {
  const about = [...(rows.open_basket ?? []), ...(rows.payment_intents ?? [])].map(({ sale_id: saleId }) => saleId)
  const held = new Set<string>()
  for (const saleId of new Set(about.filter((id) => typeof id === 'string'))) {
    const reply = await ask('sale_lookup', { receiptLabel: saleId })
    if (reply.outcome === 'answered') held.add(saleId)
  }
  return held
}

const NOTHING: Salvage = { streams: [], rows: {}, receiptNumber: 0, isSold: () => false }

/** Fills the new, empty file of a till from the hub and from what can be read of the old one. */
export async function rebuildTill(store: TillStore, parts: RebuildTillParts): Promise<Rebuilt> {
  const { storeParts, enrolment, keptAs, isRolledBack, showFault } = parts
  const { folder, sha256 } = storeParts
  showFault(rebuilding(keptAs, false))
  const link = openLink(store, parts)
  link.start()
  const ask = asker(link, parts)
  const record = await askRecord(ask)
  showFault(rebuilding(keptAs, false))
  const { receiptPrefix } = enrolment
  const found = keptAs === undefined ? NOTHING : salvage({ folder, name: keptAs, receiptPrefix, record, sha256 })
  const held = await heldByHub(ask, found)
  // Nothing that the hub says may reach the file while it is filled.
  await link.close()
  return store.rebuild({
    standing: record.standing,
    streams: record.streams,
    salvage: found,
    isAtHub: (saleId) => held.has(saleId),
    isRolledBack,
  })
}
