/** One thing wrong with a request, as FastAPI tells it. */
export interface ValidationProblem {
  readonly type: string
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly input: unknown
}

export interface HttpErrorOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly problems?: readonly ValidationProblem[]
}

/** A refusal that is HTTP's own matter (who are you, too often, malformed); the shop's refusals are `DomainError`. */
export class HttpError extends Error {
  readonly statusCode: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>
  readonly problems: readonly ValidationProblem[] | undefined

  constructor(statusCode: number, code: string, detail: string, options: HttpErrorOptions = {}) {
    super(detail)
    this.name = 'HttpError'
    this.statusCode = statusCode
    this.code = code
    this.headers = options.headers ?? {}
    this.problems = options.problems
  }
}

/** 422, with everything that is wrong. */
export const validationError = (problems: readonly ValidationProblem[]): HttpError =>
  new HttpError(422, 'validation_failed', 'The request does not fit its schema.', { problems })

/** 400 in the words of Vendly v1, for what its clients match on. */
export const badRequest = (code: string, detail: string): HttpError => new HttpError(400, code, detail)

/** 404 in the words of Vendly v1, such as "Product not found". */
export const notFound = (detail: string): HttpError => new HttpError(404, 'not_found', detail)
