import { assert } from '#core/errors/assert.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { NewId } from '#core/ports/new-id.ts'
import { promotionTimeOf } from '#core/promotion/promotion-time.ts'
import { createLocalTime, type LocalTime } from '#kiosk/effects/local-time.ts'
import { lastReceipts, ownSubject } from '#kiosk/effects/own-receipts.ts'
import type { FoundProduct, World } from '#kiosk/state/world.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

/** Rows that a search shows; more means that another letter is needed. */
const SEARCH_ROWS = 20

/** Receipts in the list of the last ones. */
const LAST_SALES = 50

/** A clock may be set right by some hours; by a day it was wrong, or is. */
const DAY_MS = 86_400_000

/** Reports in the list of the last ones. */
const LAST_REPORTS = 50

/** What the state reads, from the till's store and clock. */
export function createWorld(store: TillStore, clock: Clock, newId: NewId): World {
  let timeOf: { readonly timeZone: string; readonly localTime: LocalTime } | undefined
  const policy: World['policy'] = () => {
    const found = store.catalogue.policy()
    assert(found !== undefined, 'A till starts selling when it has a catalogue.')
    return found
  }
  const localTime = (): LocalTime => {
    const { timeZone } = policy()
    if (timeOf?.timeZone !== timeZone) timeOf = { timeZone, localTime: createLocalTime(timeZone) }
    return timeOf.localTime
  }
  return {
    policy,
    sellingRules: () => store.catalogue.sellingRules(),
    findByCode: (code) => store.catalogue.findByCode(code),
    deposits: () => store.catalogue.deposits(),
    productById: (id) => store.catalogue.productById(id),
    couponByCode: (code) => store.catalogue.couponByCode(code),
    search: (text) =>
      store.catalogue
        .search(text, SEARCH_ROWS)
        .map((product): FoundProduct => ({ product, stockLevel: store.catalogue.stockLevel(product.id) })),
    stockLevel: (productId) => store.catalogue.stockLevel(productId),
    departments: () => store.catalogue.departments(),
    department: (id) => store.catalogue.department(id),
    taxGroup: (id) => store.catalogue.taxGroup(id),
    operator: (operatorNumber) => store.catalogue.operatorByNumber(operatorNumber),
    heldBaskets: () =>
      store.baskets.held().map(({ heldBasketId, heldAt, label, lineCount, totalMinor, isAtHub = false }) => ({
        heldBasketId,
        heldAt,
        operatorName: label,
        lineCount,
        totalMinor,
        isAtHub,
      })),
    lastSales: () => store.sales.last(LAST_SALES),
    lastReceipts: () => lastReceipts(store, LAST_SALES),
    saleByLabel: (label) => {
      const sale = store.sales.byLabel(label)
      return sale === undefined ? undefined : ownSubject(store, sale)
    },
    mayRefundAlone: (saleId) => store.mayRefundAlone(saleId),
    lastReports: () => store.reports.last(LAST_REPORTS),
    nowMs: clock.nowMs,
    nowIso: () => new Date(clock.nowMs()).toISOString(),
    promotionTime: () => promotionTimeOf(localTime().dateTime(clock.nowMs()), new Date(clock.nowMs()).toISOString()),
    localDate: () => localTime().date(clock.nowMs()),
    // One that shows an earlier day than was seen before was set back.
    isClockTrusted: () => clock.isTrusted() && clock.nowMs() >= store.hubContact.trustedMs() - DAY_MS,
    localTime: (iso) => localTime().dateTime(Date.parse(iso)),
    newId,
  }
}
