import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'

/** What a refusal may carry for the person who reads it: plain values only. */
export type DomainErrorDetails = Readonly<Record<string, string | number | boolean>>

/** The rules say no: a refusal that the person at the till or the caller of the API can mend. */
export class DomainError extends Error {
  readonly code: DomainErrorCode
  readonly details: DomainErrorDetails

  constructor(code: DomainErrorCode, message: string, details: DomainErrorDetails = {}) {
    super(message)
    this.name = 'DomainError'
    this.code = code
    this.details = details
  }
}
