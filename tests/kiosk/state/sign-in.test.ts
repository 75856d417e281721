import { expect, test } from 'vitest'
import { action, scan, startSelling, startTinyTill } from '#tests/support/tiny-till.ts'

const boot = { type: 'started', recovered: undefined, shift: undefined, openIntents: [], unclaimed: [] } as const

test('number, PIN and float lead to selling', () => {
  const till = startTinyTill()
  till.do(boot, '1⏎')
  expect(till.state().screen).toEqual({ name: 'sign_in', field: 'pin', operatorNumber: 1 })
  till.do('1111⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'open_shift', businessDate: '2026-03-01' }, entry: '' })
  till.do('1000⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    operator: { name: 'Asha' },
    shift: { floatMinor: 100_000, businessDate: '2026-03-01' },
    notice: { key: 'shift_opened' },
  })
})

test('an empty float is none, and Escape signs out', () => {
  const till = startTinyTill()
  till.do(boot, '1⏎1111⏎', '5⎋')
  expect(till.state()).toMatchObject({ screen: { name: 'open_shift' }, entry: '' })
  till.do('⎋')
  expect(till.state()).toMatchObject({ screen: { name: 'sign_in', field: 'number' }, operator: undefined })
  till.do('1⏎1111⏎⏎')
  expect(till.state().shift?.floatMinor).toBe(0)
})

test('a wrong PIN and an unknown operator look and sound the same, up to the lock', () => {
  const answersTo = (number: string) => {
    const till = startTinyTill()
    till.do(boot)
    return [1, 2, 3, 4, 5, 6].map(() => {
      till.store.effects.length = 0
      const { screen, notice, entry } = till.do(`${number}⏎`, '4321⏎')
      return { screen, notice, entry, sound: till.store.effects.map(({ type }) => type) }
    })
  }
  const wrong = answersTo('1')
  expect(answersTo('4')).toEqual(wrong)
  expect(wrong.map(({ notice }) => notice?.key)).toEqual([
    ...Array.from({ length: 5 }, () => 'pin_wrong'),
    'pin_locked',
  ])
  expect(wrong[0]).toMatchObject({ screen: { field: 'number' }, entry: '', sound: ['check_pin', 'beep'] })
})

test('a locked operator stays locked with the right PIN; another signs in', () => {
  const till = startTinyTill()
  till.do(boot, '1⏎1⏎1⏎1⏎1⏎1⏎1⏎1⏎1⏎1⏎', '1⏎1111⏎')
  expect(till.state()).toMatchObject({ operator: undefined, notice: { key: 'pin_locked' } })
  till.do('2⏎2222⏎')
  expect(till.state().operator?.name).toBe('Ravi')
})

test.each(['0⏎', '⏎', '12345⏎'])('%j is no operator number', (typed) => {
  const till = startTinyTill()
  till.do(boot, typed)
  expect(till.state()).toMatchObject({ screen: { field: 'number' }, entry: '', notice: { key: 'pin_wrong' } })
})

test('an empty PIN costs no attempt', () => {
  const till = startTinyTill()
  till.do(boot, '1⏎⏎⏎⏎⏎⏎⏎⏎')
  expect(till.store.effects.filter(({ type }) => type === 'check_pin')).toEqual([])
  expect(till.do('1111⏎').operator?.name).toBe('Asha')
})

test('Escape goes back to the number; function keys and scans say that somebody signs in first', () => {
  const till = startTinyTill()
  till.do(boot, '1⏎11⎋')
  expect(till.state()).toMatchObject({ screen: { field: 'number' }, entry: '' })
  expect(till.do('3', action('hold'))).toMatchObject({ entry: '3', notice: { key: 'sign_in_first' } })
  expect(till.do(scan('8901262010016'))).toMatchObject({ entry: '3', notice: { key: 'sign_in_first' } })
})

test('a half typed PIN is wiped by idle time', () => {
  const till = startTinyTill()
  till.do(boot, '1⏎111', { type: 'tick', nowMs: till.shop.nowMs + 300_000 })
  expect(till.state()).toMatchObject({ screen: { field: 'number' }, entry: '' })
})

test('signing out is refused while something is in the basket, and recorded otherwise', () => {
  const till = startSelling()
  till.do('12⏎', action('sign_out'))
  expect(till.state()).toMatchObject({ operator: { name: 'Asha' }, notice: { key: 'basket_not_empty' } })
  till.do('+74⏎', '⏎', action('sign_out'))
  expect(till.state()).toMatchObject({ screen: { name: 'sign_in' }, operator: undefined })
  expect(till.store.effects.at(-1)).toEqual({ type: 'record_sign_out', operatorId: 5 })
})

test('a basket whose lines are all voided is put on record, and is in nobody’s way', () => {
  const till = startSelling()
  till.do('12⏎-', action('sign_out'))
  expect(till.state()).toMatchObject({ operator: undefined, basket: undefined })
  expect(till.store.effects.slice(-2)).toMatchObject([
    { type: 'cancel_basket', basket: { lines: [{ name: 'Amul Milk 1 l', isVoided: true }] } },
    { type: 'record_sign_out' },
  ])
})

test('a second operator goes on with the open shift', () => {
  const till = startSelling()
  till.do(action('sign_out'), '2⏎2222⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, operator: { name: 'Ravi' }, shift: { openedBy: 5 } })
})

test('the date of a clock that nobody set is confirmed by Y, never by Enter', () => {
  const till = startTinyTill()
  till.shop.isClockTrusted = false
  till.do(boot, '1⏎1111⏎⏎⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'open_shift', isDateConfirmed: false },
    notice: { key: 'date_confirm_first' },
  })
  till.do('y500⏎')
  expect(till.state().shift).toMatchObject({ businessDate: '2026-03-01', floatMinor: 50_000 })
})

test('the right date is typed over a wrong one', () => {
  const till = startTinyTill()
  till.shop.isClockTrusted = false
  till.do(boot, '1⏎1111⏎', '20260230⏎')
  expect(till.state().notice?.key).toBe('date_confirm_first')
  till.do('20280229⏎')
  expect(till.state().screen).toEqual({ name: 'open_shift', businessDate: '2028-02-29', isDateConfirmed: true })
  till.do('⏎')
  expect(till.state().shift?.businessDate).toBe('2028-02-29')
})

test('midnight passes, or the clock is set, while the float is counted', () => {
  const till = startTinyTill()
  till.shop.isClockTrusted = false
  till.do(boot, '1⏎1111⏎')
  till.shop.isClockTrusted = true
  till.shop.nowMs += 86_400_000
  till.do('7', { type: 'tick', nowMs: till.shop.nowMs })
  expect(till.state()).toMatchObject({ entry: '7', screen: { businessDate: '2026-03-02', isDateConfirmed: true } })
})
