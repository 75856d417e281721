import type { TillRecord, TillStanding } from '#core/protocol/till-record.ts'
import { replyOf, type AskHub } from '#kiosk/effects/ask-hub.ts'
import type { HubReply } from '#kiosk/state/hub-question.ts'
import type { Rebuilt } from '#kiosk/store/rebuild-store.ts'
import { salvage, type Salvage } from '#kiosk/store/salvage.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { sha256 } from '#tests/simulation/ids.ts'

const ASK_AGAIN_MS = 1_000

interface RebuildParts {
  readonly store: TillStore
  readonly folder: string
  readonly receiptPrefix: string
  readonly keptAs: string | undefined
  readonly ask: AskHub
  readonly pause: (delayMs: number) => Promise<void>
}

type Answered = Extract<HubReply, { outcome: 'answered' | 'problem' }>

const asker =
  ({ ask, pause }: RebuildParts) =>
  async (operation: 'till_record' | 'sale_lookup', fields: Record<string, unknown>): Promise<Answered> => {
    for (;;) {
      const reply = replyOf(operation, await ask(operation, fields))
      if (reply.outcome !== 'away') return reply
      await pause(ASK_AGAIN_MS)
    }
  }

type Ask = ReturnType<typeof asker>

const askRecord = async (ask: Ask, { pause }: RebuildParts): Promise<TillRecord & { standing: TillStanding }> => {
  for (;;) {
    const reply = await ask('till_record', { isWhole: true })
    if (reply.outcome === 'answered' && reply.operation === 'till_record') {
      const { standing, streams } = reply.result
      if (standing !== undefined) return { standing, streams }
    }
    await pause(ASK_AGAIN_MS)
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

/** As `rebuildTill` does, over the simulated network: fills a till's new file from the hub and from its old one. */
export async function rebuildSimTill(parts: RebuildParts): Promise<Rebuilt> {
  const { store, folder, receiptPrefix, keptAs } = parts
  const ask = asker(parts)
  const record = await askRecord(ask, parts)
  const found = keptAs === undefined ? NOTHING : salvage({ folder, name: keptAs, receiptPrefix, record, sha256 })
  const held = await heldByHub(ask, found)
  const { standing, streams } = record
  const isAtHub = (saleId: string): boolean => held.has(saleId)
  return store.rebuild({ standing, streams, salvage: found, isAtHub, isRolledBack: true })
}
