import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineReader } from '#drivers/socket/line-reader.ts'
import { LINE_BYTES_MAX } from '#drivers/socket/messages.ts'

describe('lines of a stream', () => {
  it('are the same however the bytes are cut, also inside a character', () => {
    const lines = fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', '')))
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 5 }), (texts, size) => {
        const wire = Buffer.from(texts.map((text) => `${text}\n`).join(''), 'utf8')
        const reader = new LineReader()
        const read: string[] = []
        for (let from = 0; from < wire.length; from += size) {
          read.push(...(reader.push(wire.subarray(from, from + size)) ?? []))
        }
        expect(read).toEqual(texts.map((text) => Buffer.from(text, 'utf8').toString('utf8')))
      }),
    )
  })

  it('may be as long as the limit and no longer, whether they end or not', () => {
    const long = Buffer.alloc(LINE_BYTES_MAX, 'a')
    expect(new LineReader().push(Buffer.concat([long, Buffer.from('\n')]))).toHaveLength(1)
    expect(new LineReader().push(Buffer.concat([long, Buffer.from('a\n')]))).toBeUndefined()
    expect(new LineReader().push(Buffer.concat([long, Buffer.from('a')]))).toBeUndefined()
  })
})
