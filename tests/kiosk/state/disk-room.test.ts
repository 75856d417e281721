import { expect, test } from 'vitest'
import { action, scan, startSelling, startTinyTill } from '#tests/support/tiny-till.ts'

const MILK = '8901262010016'
const full = { type: 'room_changed', isDiskFull: true } as const
const room = { type: 'room_changed', isDiskFull: false } as const

test('on a full disk the open sale is finished and the shift closed; no new sale begins until there is room', () => {
  const till = startSelling()
  till.do('12⏎', full)
  expect(till.state()).toMatchObject({ isDiskFull: true, notice: { key: 'disk_full' } })
  expect(till.do(scan(MILK)).basket?.lines).toHaveLength(2)
  till.do('+1000⏎')
  expect(till.state().screen.name).toBe('complete')
  const before = till.shop.sales.length
  expect(till.do(scan(MILK))).toMatchObject({ basket: undefined, notice: { key: 'disk_full' } })
  expect(till.do('⎋', '12⏎')).toMatchObject({ basket: undefined, notice: { key: 'disk_full' } })
  till.do('⎋', action('close_shift'), '1000⏎y')
  expect(till.state()).toMatchObject({ screen: { name: 'shift_closed' }, shift: undefined })
  expect(till.shop.sales).toHaveLength(before)
})

test('no shift opens on a full disk, and one does when there is room', () => {
  const till = startTinyTill()
  const boot = { type: 'started', recovered: undefined, shift: undefined, openIntents: [], unclaimed: [] } as const
  till.do(boot, full, '1⏎1111⏎', '1000⏎')
  expect(till.state()).toMatchObject({ shift: undefined, notice: { key: 'disk_full' } })
  till.do(room)
  expect(till.state()).toMatchObject({ isDiskFull: false, notice: { key: 'disk_room' } })
  till.do('1000⏎')
  expect(till.state().shift).toBeDefined()
})

test.each([['refund'], ['recall']] as const)('%s begins nothing on a full disk', (name) => {
  const till = startSelling()
  till.do('12⏎', action('hold'), full)
  expect(till.do(action(name))).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'disk_full' } })
})
