import { expect, test } from 'vitest'
import { RefusalLog } from '#kiosk/effects/refusal-log.ts'
import { bad, good } from '#kiosk/state/notice.ts'

test('refusals are counted by name, without what was typed', () => {
  const lines: unknown[] = []
  const refusals = new RefusalLog({ info: (line: unknown) => lines.push(line) })
  refusals.add(bad('barcode_unknown', { code: '4012345678901' }))
  refusals.add(good('item_added'))
  refusals.add(undefined)
  refusals.add(bad('over_tender', { maxMinor: 100 }))
  refusals.add(bad('barcode_unknown', { code: '4012345678901' }))
  expect(lines).toEqual([
    { refusal: 'barcode_unknown', count: 1 },
    { refusal: 'over_tender', count: 1 },
    { refusal: 'barcode_unknown', count: 2 },
  ])
})
