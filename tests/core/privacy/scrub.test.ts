import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scrub, SCRUBBED, scrubText } from '#core/privacy/scrub.ts'

const CARD = '4111 1111 1111 1111'

describe('text for a log', () => {
  it.each([
    ['Authorization: Bearer abc.def-1', `Authorization: Bearer ${SCRUBBED}`],
    ['basic dXNlcjpwYXNz', `basic ${SCRUBBED}`],
    ['eyJhbGciOi.eyJzdWIi.c2ln', SCRUBBED],
    ['GET /x?token=secret&page=2', `GET /x?token=${SCRUBBED}&page=2`],
    ['POST /y?a=1&api_key=secret', `POST /y?a=1&api_key=${SCRUBBED}`],
    ['mail to asha.k+1@example.co.in please', `mail to ${SCRUBBED} please`],
    [`paid with ${CARD}`, 'paid with [card number]'],
    ['T3-000123 sold for 12.50', 'T3-000123 sold for 12.50'],
  ])('%j becomes %j', (text, clean) => {
    expect(scrubText(text)).toBe(clean)
  })
})

describe('a value for a log', () => {
  it.each([
    'password',
    'newPassword',
    'password_hash',
    'pin',
    'PIN',
    'pinVerifier',
    'totp',
    'secret',
    'accessToken',
    'api_key',
    'apiKey',
    'cookie',
    'authorization',
    'email',
    'e_mail',
    'phone',
    'address',
    'fullName',
    'customer_name',
    'notes',
    'private',
    'salt',
    'recoveryCodes',
    'backup_code',
    'cardNumber',
    'encryption_key',
    'pepper',
  ])('hides the field %s, however deep', (name) => {
    expect(scrub({ [name]: 'x' })).toEqual({ [name]: SCRUBBED })
    expect(scrub({ request: [{ [name]: { any: 'x' } }] })).toEqual({ request: [{ [name]: SCRUBBED }] })
  })

  it.each(['name', 'operatorId', 'pinned', 'company', 'total', 'code', 'device'])('keeps the field %s', (name) => {
    expect(scrub({ [name]: 'x' })).toEqual({ [name]: 'x' })
  })

  it('keeps what is no text and no object', () => {
    expect(scrub([1, true, null, undefined])).toEqual([1, true, null, undefined])
  })

  it('holds no card number, wherever one stood', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const holding = JSON.parse(JSON.stringify({ value, list: [value, { free: `card ${CARD}.` }] })) as unknown
        expect(JSON.stringify(scrub(holding))).not.toContain(CARD.slice(0, 9))
      }),
    )
  })

  it('says an error with its code and its causes, clean', () => {
    const cause = Object.assign(new Error('by asha@example.com'), { code: 'ECONNRESET' })
    const error = new Error(`card ${CARD}`, { cause })
    expect(scrub({ err: error })).toMatchObject({
      err: {
        type: 'Error',
        message: 'card [card number]',
        cause: { message: `by ${SCRUBBED}`, code: 'ECONNRESET' },
      },
    })
    expect(JSON.stringify(scrub(error))).not.toMatch(/1111|asha/u)
    expect(scrub(Object.assign(new Error('no stack'), { stack: undefined }))).toMatchObject({ stack: '' })
  })

  it('ends, however deep a value or a chain of causes goes', () => {
    const circle: Record<string, unknown> = {}
    circle['inner'] = circle
    const error = new Error('first')
    error.cause = new Error('second', { cause: error })
    expect(JSON.stringify(scrub(circle))).toContain(SCRUBBED)
    expect(JSON.stringify(scrub(error))).toContain(SCRUBBED)
  })
})
