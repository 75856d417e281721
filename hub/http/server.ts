import type { IncomingMessage, ServerResponse } from 'node:http'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  type FastifySchemaCompiler,
  type FastifyTypeProvider,
  type RawServerDefault,
} from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Actor } from '#core/journal/entry.ts'
import type { Permission } from '#core/staff/permissions.ts'
import { validationError } from '#hub/http/http-error.ts'
import type { JsonSchema } from '#hub/http/json-schema.ts'
import { compileSchemaCheck } from '#hub/http/schema-check.ts'
import type { Principal } from '#hub/identity/principal.ts'

/** Who may call a route: holders of a permission, everybody who is signed in, or anyone at all. */
export type RouteAccess = Permission | 'signed_in' | 'anyone'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route says it; the hub does not start with one that does not. */
    readonly access?: RouteAccess
    /** Left out of the published description: routes of the test mode. */
    readonly isHidden?: boolean
    /** A request without a body is one with an empty object: the route sees to it before its body is checked. */
    readonly isBodyOptional?: boolean
  }
  interface FastifySchema {
    readonly tags?: readonly string[]
    readonly summary?: string
  }
  interface FastifyRequest {
    /** Who asks; null on routes for anyone. Set before the handler runs. */
    principal: Principal | null
  }
}

interface TypeBoxProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown
  readonly serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown
}

/** Fastify that types its handlers by our schemas. */
export type HubServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxProvider
>

export interface ServerOptions {
  readonly logger: FastifyBaseLogger
  readonly newId: () => string
  readonly onUnknownFields: (request: { method: string; url: string }, count: number) => void
  /** Refuses to send what does not fit its schema; on in tests, where it is a bug found early. */
  readonly checksAnswers: boolean
}

/** A request takes at most so long to arrive, and to be answered: slow clients do not pile up. */
const REQUEST_TIMEOUT_MS = 10_000
const KEEP_ALIVE_TIMEOUT_MS = 5000
const REQUESTS_PER_SOCKET_MAX = 10_000
/** The largest body is a batch of offline sales; one sale of 500 lines is 40 KiB. */
const BODY_BYTES_MAX = 1024 * 1024
/** Searches and cursors are the longest parts of an address. */
const PARAMETER_LENGTH_MAX = 200

type Validate = (data: unknown) => { value: unknown } | { error: Error }

const validatorCompiler = (onUnknownFields: ServerOptions['onUnknownFields']): FastifySchemaCompiler<unknown> => {
  return ({ schema, method, url, httpPart }) => {
    // Schemas are ours, written with TypeBox; the check refuses keywords that it does not know.
    const check = compileSchemaCheck(schema as JsonSchema, httpPart ?? 'body')
    const validate: Validate = (data) => {
      const { value, problems, unknownFieldCount } = check(data)
      if (problems.length > 0) return { error: validationError(problems) }
      if (unknownFieldCount > 0) onUnknownFields({ method, url }, unknownFieldCount)
      return { value }
    }
    return validate
  }
}

const checkedText = (schema: JsonSchema): ((data: unknown) => string) => {
  const check = compileSchemaCheck(schema, 'answer')
  return (data) => {
    const { problems } = check(JSON.parse(JSON.stringify(data)))
    if (problems.length > 0) throw new Error(`The answer does not fit its schema: ${JSON.stringify(problems)}`)
    return JSON.stringify(data)
  }
}

/** An error that comes before there is a request (a broken header, too many of them) gets the same headers as all others. */
const answerBrokenRequest = (
  error: { code?: string },
  socket: NodeJS.WritableStream & { destroyed?: boolean },
): void => {
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const body = '{"detail":"There was an error parsing the request"}'
  if (socket.writable) {
    socket.end(
      `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
  }
}

/** Stands where Fastify would load ajv and its code generators, which ours replace: a third of the start. */
const notAjv = () => (): never => {
  throw new Error('The compilers of this server are set below.')
}

/** Fastify with every limit said and our own checks of requests; routes come as plugins. */
export function createServer(options: ServerOptions): HubServer {
  const server = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => options.newId(),
    requestIdHeader: false,
    trustProxy: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    maxRequestsPerSocket: REQUESTS_PER_SOCKET_MAX,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    exposeHeadRoutes: true,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerBrokenRequest,
    routerOptions: {
      ignoreTrailingSlash: true,
      caseSensitive: true,
      maxParamLength: PARAMETER_LENGTH_MAX,
    },
    schemaController: { compilersFactory: { buildValidator: notAjv, buildSerializer: notAjv } },
  }).withTypeProvider<TypeBoxProvider>()
  server.setValidatorCompiler(validatorCompiler(options.onUnknownFields))
  server.setSerializerCompiler(({ schema }) =>
    options.checksAnswers ? checkedText(schema as JsonSchema) : JSON.stringify,
  )
  server.decorateRequest('principal', null)
  return server
}

/** The caller of a route that is not for anyone. */
export const principalOf = (request: Pick<FastifyRequest, 'principal'>): Principal => {
  if (request.principal === null) throw new Error('This route is not for anyone, and nobody is signed in.')
  return request.principal
}

/** The caller as the journal names them. */
export const actorOf = (request: Pick<FastifyRequest, 'principal'>): Actor => ({
  kind: 'user',
  id: principalOf(request).userId,
})
