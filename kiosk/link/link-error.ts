/**
 * Why the hub cannot be talked to, or what it sends not kept; `hub_pin_wrong` is the one that somebody must look at.
 */
export type LinkErrorCode =
  | 'hub_unreachable'
  | 'hub_pin_wrong'
  | 'hub_answer_invalid'
  | 'hub_refused'
  | 'no_room'
  | 'timed_out'
  | 'signature_wrong'

/** The hub is away, or not the one we know. The till sells on and tries again. */
export class LinkError extends Error {
  readonly code: LinkErrorCode
  /** The HTTP status, where the hub answered. */
  readonly status: number | undefined

  constructor(code: LinkErrorCode, message: string, options: { cause?: unknown; status?: number } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'LinkError'
    this.code = code
    this.status = options.status
  }
}
