import { describe, expect, it } from 'vitest'
import { assert, AssertionError } from '#core/errors/assert.ts'
import { domainErrorCodes } from '#core/errors/domain-error-code.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { ServiceError } from '#core/errors/service-error.ts'

describe('the kinds of errors', () => {
  it('are told apart by class and name', () => {
    const refusal = new DomainError('basket_full', 'A sale holds 500 lines.', { linesMax: 500 })
    expect(refusal).toMatchObject({ name: 'DomainError', code: 'basket_full', details: { linesMax: 500 } })
    expect(new DomainError('conflict', 'No.').details).toEqual({})
    const cause = new Error('socket')
    const fault = new ServiceError('overloaded', 'database', 1000, { cause })
    expect(fault).toMatchObject({ name: 'ServiceError', message: 'database: overloaded', retryAfterMs: 1000, cause })
    expect(new ServiceError('refused', 'bank')).toMatchObject({ service: 'bank', retryAfterMs: undefined })
  })

  it('have codes that are each there once', () => {
    expect(new Set(domainErrorCodes).size).toBe(domainErrorCodes.length)
  })

  it('are thrown by untrue claims only', () => {
    expect(() => assert(true, 'never')).not.toThrow()
    expect(() => assert(false, 'One is two.')).toThrow(new AssertionError('One is two.'))
  })
})
