import type Sqlite from 'better-sqlite3'
import type { Basket } from '#core/basket/basket.ts'
import { liveLines } from '#core/basket/basket.ts'
import type { HeldPutRequest } from '#core/protocol/store-requests.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'

/** How a basket set aside stands with the hub; see the table. */
export type HeldPhase = 'put' | 'at_hub' | 'take' | 'taking'

/** A basket as the hub is told of it. */
export type HeldPut = Omit<HeldPutRequest, 'requestId'>

interface OpenRow {
  readonly heldBasketId: string
  readonly phase: HeldPhase
}

/** What the hub is still to hear of baskets that are set aside, kept on the disk until it has. */
export class HeldAtHubStore {
  readonly #parts: Pick<StoreParts, 'transaction'>
  readonly #note: Sqlite.Statement<[string, HeldPhase]>
  readonly #confirm: Sqlite.Statement<[string]>
  readonly #forget: Sqlite.Statement<[string]>
  readonly #drop: Sqlite.Statement<[string]>
  readonly #phase: Sqlite.Statement<[string], HeldPhase>
  readonly #open: Sqlite.Statement<[], OpenRow>
  readonly #put: Sqlite.Statement<[string], Omit<HeldPut, 'lineCount'>>

  constructor({ connection, transaction }: Pick<StoreParts, 'connection' | 'transaction'>) {
    this.#parts = { transaction }
    this.#note = connection.prepare(`
      INSERT INTO held_at_hub (held_basket_id, phase) VALUES (?, ?)
      ON CONFLICT (held_basket_id) DO UPDATE SET phase = excluded.phase`)
    this.#confirm = connection.prepare(
      "UPDATE held_at_hub SET phase = 'at_hub' WHERE held_basket_id = ? AND phase = 'put'",
    )
    this.#forget = connection.prepare('DELETE FROM held_at_hub WHERE held_basket_id = ?')
    this.#drop = connection.prepare('DELETE FROM held_baskets WHERE held_basket_id = ?')
    this.#phase = connection
      .prepare<[string], HeldPhase>('SELECT phase FROM held_at_hub WHERE held_basket_id = ?')
      .pluck()
    this.#open = connection.prepare(
      "SELECT held_basket_id AS heldBasketId, phase FROM held_at_hub WHERE phase <> 'at_hub' ORDER BY held_basket_id",
    )
    this.#put = connection.prepare(`
      SELECT held_basket_id AS heldBasketId, label AS operatorName, held_at AS heldAt, total_minor AS totalMinor, basket
      FROM held_baskets WHERE held_basket_id = ?`)
  }

  /** Notes how a basket stands: on the disk when this returns, or with the transaction under way. */
  note(heldBasketId: string, phase: HeldPhase): void {
    this.#parts.transaction.run(() => this.#note.run(heldBasketId, phase))
  }

  /** The hub has it; nothing changes where it was recalled meanwhile. */
  confirm(heldBasketId: string): void {
    this.#parts.transaction.run(() => this.#confirm.run(heldBasketId))
  }

  /** Nothing of it is open between this till and the hub. */
  forget(heldBasketId: string): void {
    this.#parts.transaction.run(() => this.#forget.run(heldBasketId))
  }

  /** It was recalled at another till: it is set aside here no more. */
  drop(heldBasketId: string): void {
    this.#parts.transaction.run(() => {
      this.#drop.run(heldBasketId)
      this.#forget.run(heldBasketId)
    })
  }

  phaseOf(heldBasketId: string): HeldPhase | undefined {
    return this.#phase.get(heldBasketId)
  }

  /** What the hub is still to be told or asked, in the order the baskets were set aside. */
  open(): OpenRow[] {
    return this.#open.all()
  }

  /** A basket set aside here, as the hub is told of it. */
  putOf(heldBasketId: string): HeldPut | undefined {
    const row = this.#put.get(heldBasketId)
    return row === undefined ? undefined : { ...row, lineCount: liveLines(JSON.parse(row.basket) as Basket).length }
  }
}
