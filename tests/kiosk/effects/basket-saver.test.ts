import { expect, test } from 'vitest'
import { openBasket, type Basket } from '#core/basket/basket.ts'
import { BasketSaver, SAVE_DELAY_MS } from '#kiosk/effects/basket-saver.ts'

const basket = (saleId: string): Basket => openBasket(saleId, '2026-03-01T09:00:00.000Z')

/** A saver with a timer that rings when it is told to. */
const openSaver = () => {
  const saved: string[] = []
  const timers: { delayMs: number; ring: () => void; isOn: boolean }[] = []
  const saver = new BasketSaver(
    ({ saleId }) => saved.push(saleId),
    (delayMs, ring) => {
      const timer = { delayMs, ring, isOn: true }
      timers.push(timer)
      return () => {
        timer.isOn = false
      }
    },
  )
  const ring = (): void => {
    for (const timer of timers.filter(({ isOn }) => isOn)) timer.ring()
  }
  return { saver, saved, timers, ring }
}

test('many changes are saved once, the last one, at the latest so long after the first', () => {
  const { saver, saved, timers, ring } = openSaver()
  for (const id of ['a', 'b', 'c']) saver.keep(basket(id), [], false)
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([SAVE_DELAY_MS])
  expect(saved).toEqual([])
  ring()
  expect(saved).toEqual(['c'])
  saver.keep(basket('d'), [], false)
  expect(timers).toHaveLength(2)
})

test('before money is taken it is saved at once, and the timer has nothing left to do', () => {
  const { saver, saved, timers, ring } = openSaver()
  saver.keep(basket('a'), [], false)
  saver.keep(basket('b'), [], true)
  expect(saved).toEqual(['b'])
  expect(timers[0]?.isOn).toBe(false)
  ring()
  saver.flush()
  expect(saved).toEqual(['b'])
})

test('a basket that was sold is not saved over its sale', () => {
  const { saver, saved, ring } = openSaver()
  saver.keep(basket('a'), [], false)
  saver.drop()
  ring()
  saver.flush()
  expect(saved).toEqual([])
})
