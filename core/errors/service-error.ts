/** What an outside service does to us, whichever it is. */
export type ServiceErrorCode = 'unavailable' | 'overloaded' | 'timeout' | 'refused' | 'disk_full'

/** An outside service or a full queue is in the way: wait for `retryAfterMs`, or go another way. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode
  readonly service: string
  readonly retryAfterMs: number | undefined

  constructor(code: ServiceErrorCode, service: string, retryAfterMs?: number, options?: ErrorOptions) {
    super(`${service}: ${code}`, options)
    this.name = 'ServiceError'
    this.code = code
    this.service = service
    this.retryAfterMs = retryAfterMs
  }
}
