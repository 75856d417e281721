import type { FastifyReply, FastifyRequest } from 'fastify'
import { canonicalJson, type JsonValue } from '#core/journal/canonical-json.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import { defineQuery } from '#hub/db/query.ts'
import { HttpError } from '#hub/http/http-error.ts'
import type { Journal, Work } from '#hub/ingest/journal.ts'

/** Clients retry for minutes; a week covers a queue that waits out a long weekend. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000
const KEY = /^[\x21-\x7e]{1,255}$/u

/** What a command answers: the status, and a body of JSON. */
interface Answer<Body> {
  readonly status: number
  readonly body: Body
}

/** Writes something; `keyHash` goes into the journal entry that it makes. */
type AnsweringCommand<Body> = (work: Work, keyHash: string | undefined) => Promise<Answer<Body>>

/** Runs a route's command once for each Idempotency-Key, in the command's own transaction. */
export type PerformOnce = <Body>(
  request: FastifyRequest,
  reply: FastifyReply,
  command: AnsweringCommand<Body>,
) => Promise<Body>

/** In place of the request's hash: what was answered is gone with the database, that it was done is known. */
const RESTORED = 'restored'

/** Notes that a request was carried out whose answer is lost, so that it is not carried out again. */
export const keepRestored = defineQuery((db, p: { keyHash: string; createdAtMs: number }) =>
  db.insertInto('idempotency_keys').orIgnore().values({
    key_hash: p.keyHash,
    request_hash: RESTORED,
    status: 409,
    answer: '',
    created_at_ms: p.createdAtMs,
  }),
)

const findAnswer = defineQuery((db, p: { keyHash: string; keptSinceMs: number }) =>
  db
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'status', 'answer'])
    .where('key_hash', '=', p.keyHash)
    .where('created_at_ms', '>=', p.keptSinceMs),
)

const keepAnswer = defineQuery(
  (db, p: { keyHash: string; requestHash: string; status: number; answer: string; createdAtMs: number }) =>
    db.replaceInto('idempotency_keys').values({
      key_hash: p.keyHash,
      request_hash: p.requestHash,
      status: p.status,
      answer: p.answer,
      created_at_ms: p.createdAtMs,
    }),
)

const dropOldAnswers = defineQuery((db, p: { keptSinceMs: number }) =>
  db.deleteFrom('idempotency_keys').where('created_at_ms', '<', p.keptSinceMs),
)

const keyOf = (request: FastifyRequest): string | undefined => {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && KEY.test(key)) return key
  throw new HttpError(422, 'idempotency_key_invalid', 'An Idempotency-Key has 1 to 255 visible ASCII characters.')
}

export interface IdempotencyParts {
  readonly journal: Journal
  readonly sha256: Sha256
  readonly nowMs: () => number
}

/** The part of a fact's body that names the key which made it; nothing without one. */
export const keyField = (keyHash: string | undefined): { readonly idempotencyKeyHash?: string } =>
  keyHash === undefined ? {} : { idempotencyKeyHash: keyHash }

/** Makes the one way in which POST routes write. */
export function createPerformOnce({ journal, sha256, nowMs }: IdempotencyParts): PerformOnce {
  const answerOnce = async <Body>(
    work: Work,
    hashes: { readonly keyHash: string; readonly requestHash: string },
    command: AnsweringCommand<Body>,
  ): Promise<Answer<Body>> => {
    const keptSinceMs = nowMs() - KEPT_MS
    const known = await work.tx.one(findAnswer, { keyHash: hashes.keyHash, keptSinceMs })
    if (known?.request_hash === hashes.requestHash) {
      // It was written below, from a body of this very route.
      return { status: known.status, body: JSON.parse(known.answer) as Body }
    }
    if (known?.request_hash === RESTORED) {
      throw new HttpError(409, 'done_before_restore', 'This was done before the hub was restored; look its outcome up.')
    }
    if (known) {
      throw new HttpError(422, 'idempotency_key_reused', 'This Idempotency-Key was used with another request.')
    }
    const answer = await command(work, hashes.keyHash)
    await work.tx.run(dropOldAnswers, { keptSinceMs })
    await work.tx.run(keepAnswer, {
      ...hashes,
      status: answer.status,
      answer: JSON.stringify(answer.body),
      createdAtMs: nowMs(),
    })
    return answer
  }

  return async (request, reply, command) => {
    const key = keyOf(request)
    const answer = await journal.write((work) => {
      if (key === undefined) return command(work, undefined)
      const caller = `${request.principal?.userId ?? 'anyone'}`
      const body = canonicalJson((request.body ?? null) as JsonValue)
      const hashes = {
        keyHash: sha256(`${caller}\n${key}`),
        requestHash: sha256(`${request.method} ${request.url}\n${body}`),
      }
      return answerOnce(work, hashes, command)
    })
    reply.status(answer.status)
    return answer.body
  }
}
