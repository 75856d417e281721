import {
  BasketStore as RightBasketStore,
  type BasketLinks,
  type BasketStoreParts,
  type OpenBasket,
} from '#kiosk/store/basket-store.ts'

interface OpenRow {
  readonly basket: string
  readonly tenders: string
}

/** Planted: after a start the basket on the disk is sold as a new sale, without asking whether it was sold already. */
export class BasketStore extends RightBasketStore {
  readonly #parts: BasketStoreParts

  constructor(parts: BasketStoreParts, links: BasketLinks) {
    super(parts, links)
    this.#parts = parts
  }

  override loadOpen(): OpenBasket | undefined {
    const { connection, ports } = this.#parts
    const row = connection.prepare<[], OpenRow>('SELECT basket, tenders FROM open_basket').get()
    if (row === undefined) return undefined
    const { basket, tenders } = {
      basket: JSON.parse(row.basket) as OpenBasket['basket'],
      tenders: JSON.parse(row.tenders) as OpenBasket['tenders'],
    }
    const again = { ...basket, saleId: ports.newId() }
    this.save(again, tenders)
    return { basket: again, tenders }
  }
}
