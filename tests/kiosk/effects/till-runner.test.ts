import { expect, test } from 'vitest'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { TillRunner, type CarryOut } from '#kiosk/effects/till-runner.ts'
import { initialState } from '#kiosk/state/till-state.ts'
import { openTinyShop } from '#tests/support/tiny-shop.ts'
import { action, keysOf, scan, startSelling } from '#tests/support/tiny-till.ts'

test('what an effect answers at once is stepped before the next event of the burst', () => {
  const till = startSelling()
  till.runner.dispatch(...keysOf('3*8901491101837⏎14⏎12⏎-4006381333931⏎+500⏎'), ...keysOf('9⏎'))
  expect(till.shop.sales).toMatchObject([
    { lines: [{ quantity: { count: 3 } }, {}, { code: '4006381333931' }], totals: { totalMinor: 17_900 } },
  ])
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, basket: { lines: [{ name: 'Paper bag' }] } })
})

test('a whole day in one burst: sign in, open, sell, hold, recall, pay, close, sign out', () => {
  const till = startSelling()
  till.runner.dispatch(
    ...keysOf('12⏎'),
    action('hold'),
    ...keysOf('4011⏎'),
    action('cash'),
    action('recall'),
    ...keysOf('⏎'),
    action('card'),
    action('close_shift'),
    ...keysOf('1058.65⏎y⏎2⏎2222⏎500⏎'),
    scan('8901262010016'),
    action('cash'),
  )
  expect(till.shop.sales.map(({ operatorId, totals }) => [operatorId, totals.totalMinor])).toEqual([
    [6, 7_400],
    [5, 7_400],
    [5, 5_865],
  ])
})

test('listeners hear of a batch once, and not after they left', () => {
  const till = startSelling()
  let heard = 0
  const leave = till.runner.subscribe(() => {
    heard += 1
  })
  till.runner.dispatch(...keysOf('12⏎14⏎'))
  expect(heard).toBe(1)
  leave()
  till.do('12⏎')
  expect(heard).toBe(1)
})

test('the state is the same object until something happens', () => {
  const { state, runner } = startSelling()
  expect(state()).toBe(state())
  runner.dispatch()
  const before = state()
  runner.dispatch(...keysOf('1'))
  expect(state()).not.toBe(before)
})

test('an answer that is dispatched while effects are carried out comes after the burst', () => {
  const shop = openTinyShop()
  const seen: string[] = []
  const carryOut: CarryOut = (effect) => {
    seen.push(effect.type)
    if (effect.type === 'check_pin') runner.dispatch({ type: 'link_changed', isOnline: true, unsentCount: 0 })
    return []
  }
  const runner = new TillRunner(
    initialState({ policy: shop.policy, rules: PLAIN_RULES }, 'T1', shop.nowMs),
    shop.world,
    carryOut,
  )
  runner.dispatch(...keysOf('1⏎1111⏎77'))
  expect(seen).toEqual(['check_pin', 'sync_held'])
  expect(runner.state()).toMatchObject({ isOnline: true, entry: '77' })
})

test('more than the queue holds is counted and told', () => {
  const till = startSelling()
  till.runner.dispatch(...Array.from({ length: 10_005 }, () => action('up')))
  expect(till.runner.droppedEvents).toBe(5)
  expect(till.state().notice?.key).toBe('input_lost')
  till.do('12⏎')
  expect(till.state().basket?.lines).toHaveLength(1)
})

test('an effect that throws stops nothing that comes later', () => {
  const shop = openTinyShop()
  let isBroken = true
  const runner = new TillRunner(
    initialState({ policy: shop.policy, rules: PLAIN_RULES }, 'T1', shop.nowMs),
    shop.world,
    () => {
      if (isBroken) throw new Error('disk')
      return []
    },
  )
  expect(() => runner.dispatch(...keysOf('1⏎11⏎'))).toThrow('disk')
  isBroken = false
  runner.dispatch(...keysOf('5'))
  expect(runner.state().entry).toBe('5')
})
