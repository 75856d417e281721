import { expect, test } from 'vitest'
import { JournalKeeper } from '#kiosk/effects/journal-keeper.ts'

test('the journal is looked after while nobody is served, and the link hears of what was written', () => {
  const rings: (() => void)[] = []
  const done: string[] = []
  const till = { isFree: false, isDue: true }
  const keeper = new JournalKeeper({
    keep: () => {
      done.push('kept')
      return till.isDue
    },
    isFree: () => till.isFree,
    startTimer: (_delayMs, ring) => {
      rings.push(ring)
      return () => rings.pop()
    },
    onWritten: () => done.push('told'),
  })
  const ring = (): void => rings.shift()?.()
  keeper.start()
  ring()
  expect(done).toEqual([])
  till.isFree = true
  ring()
  expect(done).toEqual(['kept', 'told'])
  till.isDue = false
  ring()
  expect(done).toEqual(['kept', 'told', 'kept'])
  keeper.close()
  expect(rings).toEqual([])
})
