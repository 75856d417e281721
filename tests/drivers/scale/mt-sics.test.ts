import { describe, expect, it } from 'vitest'
import { mtSics } from '#drivers/scale/mt-sics.ts'

const read = (text: string) => mtSics.makeDecoder().push(Buffer.from(text, 'latin1'))

describe('MT-SICS', () => {
  it('asks with SI', () => {
    expect(Buffer.from(mtSics.request).toString()).toBe('SI\r\n')
  })

  it.each([
    ['S S     100.00 g\r\n', { state: 'stable', weight: { coefficient: 10_000, exponent: -2, unit: 'g' } }],
    ['S S      0.512 kg\r\n', { state: 'stable', weight: { coefficient: 512, exponent: -3, unit: 'kg' } }],
    ['S D      0.498 kg\r\n', { state: 'motion', weight: { coefficient: 498, exponent: -3, unit: 'kg' } }],
    ['S S      0.000 kg\r\n', { state: 'zero', weight: { coefficient: 0, exponent: -3, unit: 'kg' } }],
    ['S +\r\n', { state: 'over' }],
    ['S -\r\n', { state: 'under' }],
    ['S I\r\n', { state: 'not_ready' }],
  ])('reads %j', (line, reading) => {
    expect(read(line)).toEqual([reading])
  })

  it('knows no other unit than it can convert', () => {
    expect(read('S S      1.128 lb\r\n')).toEqual([])
  })
})
