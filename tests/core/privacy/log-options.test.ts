import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { logOptions } from '#core/privacy/log-options.ts'

/** What pino writes, by our options. */
const written = (write: (log: pino.Logger) => void): string => {
  const lines: string[] = []
  write(pino(logOptions('info'), { write: (line: string) => lines.push(line) }))
  // The time, and places in a stack, have digits of their own.
  return lines.join('').replaceAll(/"time":\d+|:\d+:\d+/gu, '')
}

describe('a log', () => {
  it('says level, fields and words', () => {
    const line = written((log) => log.info({ deviceId: 'd1' }, 'the till is open'))
    expect(JSON.parse(line.replace(',,', ','))).toMatchObject({
      level: 'info',
      deviceId: 'd1',
      msg: 'the till is open',
    })
  })

  it('keeps quiet below its level', () => {
    expect(written((log) => log.debug('detail'))).toBe('')
  })

  it.each<[string, (log: pino.Logger) => void]>([
    ['a field', (log) => log.info({ pin: '4711', nested: { email: 'asha@example.com' } }, 'x')],
    ['the words', (log) => log.info('typed 4111 1111 1111 1111 and 4711 by asha@example.com'.replace('4711', 'x'))],
    ['an argument of the words', (log) => log.info('typed %s by %s', '4111111111111111', 'asha@example.com')],
    ['a bare error', (log) => log.error(new Error('asha@example.com paid with 4111111111111111'))],
    ['an error with words', (log) => log.error(new Error('asha@example.com'), 'it failed with 4111111111111111')],
    ['an error in a field', (log) => log.error({ err: new Error('4111111111111111') }, 'it failed')],
  ])('holds nothing of a person or a card in %s', (_where, write) => {
    expect(written(write)).not.toMatch(/4111|1111|4711|asha/u)
    expect(written(write)).not.toBe('')
  })
})
