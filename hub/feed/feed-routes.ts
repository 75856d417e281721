import { Type } from 'typebox'
import type { Reader } from '#hub/db/connection.ts'
import { readChangesSince, readFeedHead } from '#hub/feed/feed.ts'
import { HttpError } from '#hub/http/http-error.ts'
import type { HubServer } from '#hub/http/server.ts'

const querystring = Type.Object({
  since: Type.Integer({ minimum: 0, description: 'The revision that the caller holds; 0 for none.' }),
  hash: Type.Optional(
    Type.String({ format: 'hex', pattern: '^[0-9a-f]{64}$', description: 'Its hash; needed from revision 1.' }),
  ),
})

const feedOut = Type.Object({
  head: Type.Object({ revision: Type.Integer(), hash: Type.String() }),
  sets: Type.Array(Type.Unsafe<object>({})),
})

/** `/api/v1/feed`: the catalogue's change sets, for whoever keeps a replica; tills ask their own listener. */
export async function feedRoutes(server: HubServer, { read }: { readonly read: Reader }): Promise<void> {
  server.get('/api/v1/feed', {
    config: { access: 'view_products' },
    schema: { tags: ['feed'], querystring, response: { 200: feedOut } },
    handler: async ({ query }) => {
      const genesis = '0'.repeat(64)
      const sets = await readChangesSince(read, { revision: query.since, hash: query.hash ?? genesis })
      if (sets === undefined) throw new HttpError(410, 'snapshot_needed', 'This revision is not known here.')
      return { head: await readFeedHead(read), sets }
    },
  })
}
