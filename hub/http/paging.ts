import type { FastifyReply, FastifyRequest } from 'fastify'

/** A list's page: one row more is read than is shown, so that the last page knows that it is the last. */
export interface PageRequest {
  readonly skip: number
  readonly limit: number
}

/** How many rows to read for a page. */
export const rowsToRead = ({ limit }: PageRequest): number => limit + 1

/** The rows to show; sets `Link: rel="next"` when there are more. */
export function page<Row>(
  request: FastifyRequest,
  reply: FastifyReply,
  asked: PageRequest,
  rows: readonly Row[],
): Row[] {
  if (rows.length > asked.limit) {
    const [path = '', query = ''] = request.url.split('?')
    const search = new URLSearchParams(query)
    search.set('skip', String(asked.skip + asked.limit))
    search.set('limit', String(asked.limit))
    reply.header('link', `<${path}?${search.toString()}>; rel="next"`)
  }
  return rows.slice(0, asked.limit)
}
