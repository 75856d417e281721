import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { compileSchemaCheck } from '#hub/http/schema-check.ts'

// 4242424242424242 is a card of the card schemes' own tests: any hash may hold it by chance.
const HASH_LIKE_A_CARD = `${'a'.repeat(20)}4242424242424242${'b'.repeat(28)}`

describe('what machines made', () => {
  it('is not taken for a card number: hashes, ids, enrolment codes', () => {
    const check = compileSchemaCheck(
      Type.Object({
        hash: Type.String({ format: 'hex', pattern: '^[0-9a-f]{64}$' }),
        id: Type.String({ format: 'uuid' }),
        code: Type.String({ format: 'enrolment-code' }),
      }),
      'body',
    )
    const value = {
      hash: HASH_LIKE_A_CARD,
      id: '42424242-4242-4242-8242-000000000000',
      code: `vendly:0000?pin=${HASH_LIKE_A_CARD}`,
    }
    expect(check(value)).toMatchObject({ value, problems: [] })
  })

  it('is still what it says it is, and text that people type is looked at', () => {
    const hex = compileSchemaCheck(Type.Object({ hash: Type.String({ format: 'hex' }) }), 'body')
    expect(hex({ hash: '4242 4242 4242 4242' }).problems).toHaveLength(1)
    const text = compileSchemaCheck(Type.Object({ note: Type.String() }), 'body')
    expect(text({ note: HASH_LIKE_A_CARD }).problems).toMatchObject([{ type: 'card_number_refused' }])
  })
})
