import { describe, expect, it } from 'vitest'
import { HIDDEN_CARD_NUMBER, hideCardNumbers } from '#core/privacy/hide-card-numbers.ts'

describe('a card number in a text', () => {
  it.each(['4111111111111111', '4111 1111 1111 1111', '4111-1111-1111-1111', '378282246310005', '6011000990139424'])(
    'is hidden: %s',
    (number) => {
      expect(hideCardNumbers(number)).toBe(HIDDEN_CARD_NUMBER)
      expect(hideCardNumbers(`typed ${number}, refused`)).toBe(`typed ${HIDDEN_CARD_NUMBER}, refused`)
    },
  )

  it.each(['4006381333931', '0400000000053', '12.50', '2026-03-01 09:00', 'T3-000123', '4111111111111112'])(
    'is not seen where there is none: %s',
    (text) => {
      expect(hideCardNumbers(text)).toBe(text)
    },
  )
})
