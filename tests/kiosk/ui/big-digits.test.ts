import { expect, test } from 'vitest'
import { bigDigits, hugeDigits } from '#kiosk/ui/big-digits.ts'

test('draws digits three rows high', () => {
  expect(bigDigits('12.50')).toEqual(['▄█  ▀▀█   █▀▀ █▀█', ' █  █▀▀   ▀▀█ █ █', '▀▀▀ ▀▀▀ ▀ ▀▀▀ ▀▀▀'])
})

test('draws digits five rows high', () => {
  expect(hugeDigits('1,')).toEqual(['  ██      ', '████      ', '  ██      ', '  ██    ██', '██████  ██'])
})
