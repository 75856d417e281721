import { expect, test } from 'vitest'
import { deviceNames } from '#bin/commands/token-commands.ts'

test.each([
  ['T2', ['T2']],
  ['T2-T4', ['T2', 'T3', 'T4']],
  ['T9-T11, SCO1', ['T9', 'T10', 'T11', 'SCO1']],
])('%s names devices', (text, names) => {
  expect(deviceNames(text)).toEqual(names)
})

test.each(['', 't2', 'T2-', 'T4-T2', 'T1-S3', 'T1,T1', 'T1-T3,T2', 'T0-T500', 'LONGNAME1', 'T1;rm'])(
  '%j is refused',
  (text) => {
    expect(deviceNames(text)).toBeUndefined()
  },
)
