import { saleLookupRequestSchema } from '#core/protocol/messages.ts'
import { customerSearchRequestSchema, saleSearchRequestSchema } from '#core/protocol/store-requests.ts'
import { tillRecordRequestSchema } from '#core/protocol/till-record.ts'
import type { RequestOperation } from '#core/protocol/topics.ts'
import { lookUpSale } from '#hub/broker/look-up-sale.ts'
import { requestHandler, type RequestHandler, type RequestParts } from '#hub/broker/request-handler.ts'
import { searchSales } from '#hub/broker/search-sales.ts'
import { tillRecord } from '#hub/broker/till-record.ts'
import { claimRequests } from '#hub/claims/claim-requests.ts'
import { searchCustomers } from '#hub/customers/search-customers.ts'
import { heldRequests } from '#hub/held/held-requests.ts'

/** What the hub answers to each operation of a till. */
export const createRequestHandlers = (parts: RequestParts): Readonly<Record<RequestOperation, RequestHandler>> => ({
  sale_lookup: requestHandler(saleLookupRequestSchema, async ({ receiptLabel }) =>
    lookUpSale(parts.database.read, receiptLabel),
  ),
  sale_search: requestHandler(saleSearchRequestSchema, async (asked) => ({
    sales: await searchSales(parts.database.read, asked),
  })),
  customer_search: requestHandler(customerSearchRequestSchema, async ({ text }) => ({
    customers: await searchCustomers(parts.database.read, text),
  })),
  till_record: requestHandler(tillRecordRequestSchema, async ({ isWhole }, device) =>
    tillRecord(parts.database.read, device, isWhole),
  ),
  ...heldRequests(parts),
  ...claimRequests(parts),
})
