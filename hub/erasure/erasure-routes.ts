import { Type } from 'typebox'
import { eraseCustomer } from '#hub/erasure/erase-customer.ts'
import type { PerformOnce } from '#hub/http/idempotency.ts'
import { actorOf, type HubServer } from '#hub/http/server.ts'

const params = Type.Object({ customer_id: Type.Integer({ minimum: 1 }) })
const erasedOut = Type.Object({
  customer_id: Type.Integer(),
  /** Entries of the journal whose personal data is gone; tills erase theirs when they next hear from the hub. */
  entries: Type.Integer(),
})

/** `/api/v1/customers/{id}/erase`: a person's right to be forgotten. Sums, stock and the chain stay as they are. */
export async function erasureRoutes(
  server: HubServer,
  { performOnce }: { readonly performOnce: PerformOnce },
): Promise<void> {
  server.post('/api/v1/customers/:customer_id/erase', {
    config: { access: 'delete_customers' },
    schema: {
      tags: ['customers'],
      summary: 'Erase the personal data of a customer, here and at the tills',
      params,
      response: { 200: erasedOut },
    },
    handler: async (request, reply) =>
      performOnce(request, reply, async (work, keyHash) => {
        const by = { actor: actorOf(request), keyHash }
        const { customerId, entryCount } = await eraseCustomer(work, by, request.params.customer_id)
        return { status: 200, body: { customer_id: customerId, entries: entryCount } }
      }),
  })
}
