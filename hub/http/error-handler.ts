import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { AssertionError } from '#core/errors/assert.ts'
import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { ServiceError, type ServiceErrorCode } from '#core/errors/service-error.ts'
import { HttpError, validationError, type ValidationProblem } from '#hub/http/http-error.ts'
import { statusOfDomainError } from '#hub/http/status-of-domain-error.ts'

/** RFC 9457 beside Vendly's own `detail`, which holds text, or the list of what is wrong with a request. */
interface ProblemBody {
  readonly detail: string | readonly ValidationProblem[]
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly request_id: string
  readonly [details: string]: unknown
}

interface Refusal {
  readonly status: number
  readonly code: string
  readonly detail: string | readonly ValidationProblem[]
  readonly headers: Readonly<Record<string, string>>
  readonly details?: object
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

const DEFAULT_RETRY_AFTER_MS = 1000

const bodyProblem = (type: string, msg: string, loc: (string | number)[]): Refusal =>
  ofHttp(validationError([{ type, loc, msg, input: null }]))

const ofHttp = ({ statusCode, code, message, headers, problems }: HttpError): Refusal => ({
  status: statusCode,
  code,
  detail: problems ?? message,
  headers,
})

const ofDomain = (error: DomainError): Refusal => ({
  status: statusOfDomainError(error.code satisfies DomainErrorCode),
  code: error.code,
  detail: error.message,
  headers: {},
  details: error.details,
})

const serviceWords: Readonly<Partial<Record<ServiceErrorCode, string>>> = {
  disk_full: 'The disk of the hub is full, and nothing of this was kept. It goes on as soon as there is room.',
}
const BUSY = 'The service is busy or away for a moment; try again.'

const ofService = (error: ServiceError): Refusal => ({
  status: 503,
  code: error.code,
  detail: serviceWords[error.code] ?? BUSY,
  headers: { 'retry-after': String(Math.ceil((error.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS) / 1000)) },
})

/** What Fastify itself refuses before a handler runs. */
const ofFastify = (error: Partial<FastifyError>): Refusal | undefined => {
  const status = error.statusCode ?? 500
  if (status < 400 || status >= 500) return undefined
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY')
    return bodyProblem('json_invalid', 'JSON decode error', ['body', 0])
  if (error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return bodyProblem('missing', 'Field required', ['body'])
  // A prototype-poisoned body reaches us as a bare SyntaxError with status 400.
  if (error instanceof SyntaxError) return bodyProblem('json_invalid', 'JSON decode error', ['body', 0])
  const title = TITLES[status] ?? 'Bad Request'
  return { status, code: title.toLowerCase().replaceAll(' ', '_'), detail: title, headers: {} }
}

const refusalOf = (error: unknown): Refusal | undefined => {
  if (error instanceof HttpError) return ofHttp(error)
  if (error instanceof DomainError) return ofDomain(error)
  if (error instanceof ServiceError) return ofService(error)
  return error instanceof Error ? ofFastify(error) : undefined
}

const INTERNAL: Refusal = { status: 500, code: 'internal_error', detail: 'Internal Server Error', headers: {} }

/** Answers with a problem, in the shape that clients of v1 read and with the members that new ones want. */
export async function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { status, code, detail, headers, details } = refusalOf(error) ?? INTERNAL
  const body: ProblemBody = {
    ...details,
    detail,
    type: `urn:vendly:problem:${code}`,
    title: TITLES[status] ?? 'Error',
    status,
    code,
    request_id: request.id,
  }
  const wantsProblem = request.headers.accept?.includes('application/problem+json') ?? false
  await reply
    .status(status)
    .headers(headers)
    .type(wantsProblem ? 'application/problem+json' : 'application/json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(body)
}

/** Fastify's error handler: a bug is logged, answered without its words, and given to `onBug`, which ends the process. */
export const createErrorHandler =
  (onBug: (error: AssertionError) => void) =>
  async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (refusalOf(error) === undefined) request.log.error({ err: error, requestId: request.id }, 'request failed')
    await sendProblem(error, request, reply)
    if (error instanceof AssertionError) onBug(error)
  }
