import { expect, test } from 'vitest'
import { domainErrorCodes } from '#core/errors/domain-error-code.ts'
import { noticeKeys } from '#kiosk/state/notice.ts'
import { en, keyName } from '#kiosk/text/en.ts'
import { sentenceOf } from '#kiosk/text/sentences.ts'

const money = (amountMinor: number): string => `£${amountMinor}`
// 80 columns less the sign and the margins.
const CELLS_MAX = 76

test.for([...new Set([...noticeKeys, ...domainErrorCodes])])('%s has a sentence that fits its row', (key) => {
  const details = { name: 'Milk', code: '5012345678900', count: 3, reason: 'stolen', example: '12.50', heldMax: 20 }
  const amounts = { maxMinor: 1, dueMinor: 2, amountMinor: 3, paidMinor: 4 }
  const sentence = sentenceOf(key, { ...details, ...amounts }, money)
  expect(sentence).not.toMatch(/undefined|\[object/)
  expect(sentence.length).toBeGreaterThan(3)
  expect(sentence.length).toBeLessThanOrEqual(CELLS_MAX)
})

test('the warning not to charge a card twice is read whole beside what needs attention', () => {
  const right = `  ⚠ ${en.unknownPayments(20)} `
  expect(sentenceOf('card_unknown', {}, money).length).toBeLessThanOrEqual(CELLS_MAX - right.length)
})

test('what was not printed says which key prints it, beside what the printer wants', () => {
  const cells = 80 / 2 - 3
  const said = ['receipts', 'sell', 'tender'].map((screen) =>
    sentenceOf('print_refused', { attention: 'The cover is open.', screen }, money).slice(0, cells),
  )
  expect(said).toEqual([
    expect.stringContaining('Enter prints it again.'),
    expect.stringContaining('Ctrl-R prints it again.'),
    expect.stringContaining('Print it again later.'),
  ])
})

test('what there is to give back is read beside the card that it is for, which takes half the row', () => {
  for (const key of ['card_late', 'give_back_blocks'] as const) {
    expect(sentenceOf(key, { amountMinor: 99_999 }, money).length).toBeLessThanOrEqual(80 / 2 - 3)
  }
})

test('a closed shift and a missing one are told apart', () => {
  expect(sentenceOf('shift_closed', { differenceMinor: -50 }, money)).toBe('Shift closed. Difference £-50')
  expect(sentenceOf('shift_closed', {}, money)).toBe('No shift is open')
})

test('keys are called what stands on them', () => {
  expect(['Escape', 'Ctrl+L', 'PageUp', 'F8'].map(keyName)).toEqual(['Esc', 'Ctrl-L', 'PgUp', 'F8'])
})

test('whoever paid is told which key takes it back', () => {
  expect(sentenceOf('paid_already', { paidMinor: 2_000 }, money)).toContain('- on the payment screen takes it back')
})
