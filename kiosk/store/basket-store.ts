import type Sqlite from 'better-sqlite3'
import { HELD_BASKETS_MAX, liveLines, type Basket } from '#core/basket/basket.ts'
import { recallBasket } from '#core/basket/change-basket.ts'
import { readHeldBasket } from '#core/basket/held-basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import type { SellingRules } from '#core/basket/selling-rules.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { PromotionTime } from '#core/promotion/promotion-input.ts'
import { voidedLinesOf } from '#core/sale/complete-sale.ts'
import type { Tender } from '#core/tender/tender.ts'
import type { HeldAtHubStore } from '#kiosk/store/held-at-hub-store.ts'
import { operatorActor } from '#kiosk/store/journal-store.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'
import { isoTime } from '#kiosk/store/store-ports.ts'

/** The basket that is being sold, with what was paid of it. */
export interface OpenBasket {
  readonly basket: Basket
  readonly tenders: readonly Tender[]
}

/** A basket set aside; `label` is what the person who held it called it. */
export interface HeldBasket {
  readonly heldBasketId: string
  readonly label: string
  readonly heldAt: string
  readonly lineCount: number
  readonly totalMinor: number
  /** It waits at the hub too: any till may recall it. */
  readonly isAtHub?: boolean
}

interface OpenRow {
  readonly saleId: string
  readonly basket: string
  readonly tenders: string
}

type HeldRow = Omit<HeldBasket, 'lineCount'> & { readonly basket: string }

const heldColumns =
  'SELECT held_basket_id AS heldBasketId, label, held_at AS heldAt, total_minor AS totalMinor, basket FROM held_baskets'

/** What baskets are priced by, beside what every store has. */
export interface BasketStoreParts extends StoreParts {
  readonly terms: () => { readonly rules: SellingRules }
  readonly heldAtHub: Pick<HeldAtHubStore, 'note' | 'forget' | 'phaseOf'>
}

const cardPaid = (): DomainError => new DomainError('conflict', 'A card has paid of this sale already.')

/** What a basket's store asks of those of sales and shifts. */
export interface BasketLinks {
  readonly isSold: (saleId: string) => boolean
  /** The shift under way. */
  readonly shiftId: () => string | null
  /** A sale was cancelled, in the transaction under way. */
  readonly onCancelled: (cancelled: EntryBodies['basket_cancelled']) => void
}

/** The open basket and the held ones. */
export class BasketStore {
  readonly #parts: BasketStoreParts
  readonly #links: BasketLinks
  readonly #save: Sqlite.Statement<[string, string, string]>
  readonly #clear: Sqlite.Statement<[]>
  readonly #load: Sqlite.Statement<[], OpenRow>
  readonly #hold: Sqlite.Statement<[string, string, string, number, string]>
  readonly #held: Sqlite.Statement<[], HeldRow>
  readonly #heldById: Sqlite.Statement<[string], HeldRow>
  readonly #unhold: Sqlite.Statement<[string]>
  /** The basket on the disk, where it has lines. */
  #openSaleId: string | undefined

  constructor(parts: BasketStoreParts, links: BasketLinks) {
    const { connection } = parts
    this.#parts = parts
    this.#links = links
    this.#save = connection.prepare(`
      INSERT INTO open_basket (id, sale_id, basket, tenders) VALUES (1, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET sale_id = excluded.sale_id, basket = excluded.basket, tenders = excluded.tenders`)
    this.#clear = connection.prepare('DELETE FROM open_basket')
    this.#load = connection.prepare('SELECT sale_id AS saleId, basket, tenders FROM open_basket')
    this.#hold = connection.prepare(
      'INSERT INTO held_baskets (held_basket_id, label, held_at, total_minor, basket) VALUES (?, ?, ?, ?, ?)',
    )
    this.#held = connection.prepare(`${heldColumns} ORDER BY held_at, held_basket_id`)
    this.#heldById = connection.prepare(`${heldColumns} WHERE held_basket_id = ?`)
    this.#unhold = connection.prepare('DELETE FROM held_baskets WHERE held_basket_id = ?')
    const row = this.#load.get()
    this.#noteOpen(row === undefined ? undefined : (JSON.parse(row.basket) as Basket))
  }

  /** Keeps the open basket: on the disk when this returns. */
  save(basket: Basket, tenders: readonly Tender[]): void {
    this.#parts.transaction.run(() => this.#save.run(basket.saleId, JSON.stringify(basket), JSON.stringify(tenders)))
    this.#noteOpen(basket)
  }

  /** True while a kept basket has lines and is neither sold, held nor cancelled. */
  isOpen(): boolean {
    if (this.#openSaleId !== undefined && this.#links.isSold(this.#openSaleId)) this.#openSaleId = undefined
    return this.#openSaleId !== undefined
  }

  /** The basket that was open when the till stopped; one whose sale was completed is open no more. */
  loadOpen(): OpenBasket | undefined {
    const row = this.#load.get()
    if (row === undefined || this.#links.isSold(row.saleId)) return undefined
    return { basket: JSON.parse(row.basket) as Basket, tenders: JSON.parse(row.tenders) as Tender[] }
  }

  /** The sale that the last kept basket became: what the till had just completed when it stopped. */
  lastSold(): string | undefined {
    const row = this.#load.get()
    return row !== undefined && this.#links.isSold(row.saleId) ? row.saleId : undefined
  }

  /** Sets a basket aside; 'basket_empty', or 'conflict' when a card has paid of it or too many are held. */
  hold(
    basket: Basket,
    by: { readonly label: string; readonly operatorId: number; readonly heldBasketId?: string },
  ): HeldBasket | DomainError {
    const { journal, ports, transaction } = this.#parts
    const lineCount = liveLines(basket).length
    if (lineCount === 0) return new DomainError('basket_empty', 'There is nothing to hold.')
    if (this.#hasCardMoney(basket)) return cardPaid()
    if (this.#held.all().length >= HELD_BASKETS_MAX) {
      return new DomainError('conflict', 'Too many sales are held.', { heldMax: HELD_BASKETS_MAX })
    }
    const heldBasketId = by.heldBasketId ?? ports.newId()
    const { totalMinor } = priceBasket(basket, this.#parts.terms().rules).totals
    const held = { heldBasketId, label: by.label, heldAt: isoTime(ports.clock), lineCount, totalMinor }
    transaction.run(() => {
      const body = { heldBasketId, saleId: basket.saleId, lineCount, totalMinor }
      journal.record('basket_held', body, { actor: operatorActor(by.operatorId) })
      this.#hold.run(heldBasketId, held.label, held.heldAt, totalMinor, JSON.stringify(basket))
      this.#parts.heldAtHub.note(heldBasketId, 'put')
      this.#clear.run()
    })
    this.#noteOpen(undefined)
    return held
  }

  /** The held baskets, longest held first. */
  held(): HeldBasket[] {
    return this.#held.all().map(({ heldBasketId, label, heldAt, totalMinor, basket }) => {
      const lineCount = liveLines(JSON.parse(basket) as Basket).length
      const isAtHub = this.#parts.heldAtHub.phaseOf(heldBasketId) === 'at_hub'
      return Object.assign({ heldBasketId, label, heldAt, lineCount, totalMinor }, isAtHub ? { isAtHub } : {})
    })
  }

  /**
   * Brings a held basket back as the open one, as a new sale; 'not_found' when it is held no more. `taken` is what the hub
   * has given out: another till's basket, or the word that this till's own may be taken; without it the hub is told later.
   */
  recall(
    heldBasketId: string,
    by: {
      readonly saleId: string
      readonly operatorId: number
      readonly openedLocal: PromotionTime
      readonly taken?: string
    },
  ): Basket | DomainError {
    const { heldAtHub, journal, ports, transaction } = this.#parts
    const row = this.#heldById.get(heldBasketId)
    const held = row === undefined ? readHeldBasket(by.taken ?? '') : (JSON.parse(row.basket) as Basket)
    if (held === undefined) return new DomainError('not_found', 'This sale is held no more.')
    const { saleId, operatorId, openedLocal, taken } = by
    const basket = recallBasket(held, { saleId, heldBasketId, openedAt: isoTime(ports.clock), openedLocal })
    if (basket instanceof DomainError) return basket
    transaction.run(() => {
      journal.record('basket_recalled', { heldBasketId, saleId }, { actor: operatorActor(operatorId) })
      this.#unhold.run(heldBasketId)
      if (taken !== undefined) heldAtHub.forget(heldBasketId)
      else if (heldAtHub.phaseOf(heldBasketId) !== undefined) heldAtHub.note(heldBasketId, 'take')
      this.save(basket, [])
    })
    return basket
  }

  /** Keeps another till's basket that the hub gave out when nobody waited for it any more. What is unreadable is let go. */
  keepTaken(heldBasketId: string, text: string, label: string): void {
    const { heldAtHub, ports, terms, transaction } = this.#parts
    // An answer that comes twice sets aside nothing twice, nor what was recalled meanwhile.
    if (heldAtHub.phaseOf(heldBasketId) !== 'taking') return
    const basket = readHeldBasket(text)
    transaction.run(() => {
      heldAtHub.forget(heldBasketId)
      if (basket === undefined) return
      const { totalMinor } = priceBasket(basket, terms().rules).totals
      this.#hold.run(heldBasketId, label, isoTime(ports.clock), totalMinor, text)
    })
  }

  /** Ends a basket without a sale; its lines stay on the record. 'conflict' when a card has paid of it. */
  cancel(basket: Basket, by: { readonly operatorId: number }): DomainError | undefined {
    const { journal, transaction } = this.#parts
    if (this.#hasCardMoney(basket)) return cardPaid()
    const body = {
      saleId: basket.saleId,
      lines: voidedLinesOf({ ...basket, lines: basket.lines.map((line) => ({ ...line, isVoided: true })) }),
      totalMinor: priceBasket(basket, this.#parts.terms().rules).totals.totalMinor,
      voidedLineCount: voidedLinesOf(basket).length,
      shiftId: this.#links.shiftId(),
    }
    transaction.run(() => {
      journal.record('basket_cancelled', body, { actor: operatorActor(by.operatorId) })
      this.#links.onCancelled(body)
      this.#clear.run()
    })
    this.#noteOpen(undefined)
    return undefined
  }

  /** A card's money is in the basket on the disk from the moment it is approved: with the basket, it would be lost. */
  #hasCardMoney({ saleId }: Basket): boolean {
    const row = this.#load.get()
    return row?.saleId === saleId && (JSON.parse(row.tenders) as Tender[]).some(({ kind }) => kind === 'card')
  }

  #noteOpen(basket: Basket | undefined): void {
    this.#openSaleId = basket === undefined || basket.lines.length === 0 ? undefined : basket.saleId
  }
}
