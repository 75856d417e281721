import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { aisOfRow, readAiRow } from '#core/barcode/gs1/ai-entry.ts'
import { aiRows } from '#core/barcode/gs1/ai-rows.ts'
import { allAis, findAi, findAiAt } from '#core/barcode/gs1/ai-table.ts'
import { deriveAiRows } from '#tests/core/barcode/gs1/derive/derive-ai-rows.ts'

const dictionary = '../shared/vectors/gs1/gs1-syntax-dictionary.txt'
const isThere = existsSync(dictionary)
const why = isThere ? '' : ` (skipped: ${dictionary} is not there)`

describe('the table of Application Identifiers', () => {
  test.skipIf(!isThere)(`is that of the dictionary${why}`, () => {
    const committed = readFileSync('core/barcode/gs1/ai-rows.ts', 'utf8')
    expect(committed).toBe(deriveAiRows(readFileSync(dictionary, 'utf8')))
  })

  it('has every row, each Application Identifier once, and none that begins another', () => {
    expect(aiRows).toHaveLength(224)
    expect(allAis).toHaveLength(aiRows.flatMap(aisOfRow).length)
    for (const ai of allAis) expect(allAis.filter((other) => other.startsWith(ai))).toEqual([ai])
  })

  it('names only companions and qualifiers that exist', () => {
    for (const ai of allAis) {
      const { required = [], excluded = [], linkQualifiers = [] } = findAi(ai) ?? {}
      for (const pattern of [...required.flat(2), ...excluded, ...linkQualifiers.flat()]) {
        const shape = new RegExp(`^${pattern.replaceAll('n', String.raw`\d`)}$`, 'u')
        expect(
          allAis.some((other) => shape.test(other)),
          `${ai} → ${pattern}`,
        ).toBe(true)
      }
    }
  })

  it('is found by its digits, and at a place of a text', () => {
    expect(findAi('3105')?.charactersFixed).toBe(6)
    expect(findAi('3106')).toBeUndefined()
    expect(findAi('__proto__')).toBeUndefined()
    expect(findAiAt('x3105123456', 1)?.ai).toBe('3105')
    expect(findAiAt('235A', 0)?.ai).toBe('235')
    expect(findAiAt('89', 0)).toBeUndefined()
    expect(findAiAt('', 0)).toBeUndefined()
  })

  it('says format, flags, companions and qualifiers', () => {
    expect(readAiRow('01', '01 *? N14,csum,gcppos2 ex=255,37 dlpkey=22,10,21|235')).toEqual({
      ai: '01',
      charactersFixed: 14,
      isLinkAttribute: true,
      parts: [{ set: 'N', charactersMin: 14, charactersMax: 14, isOptional: false, linters: ['csum', 'gcppos2'] }],
      required: [],
      excluded: ['255', '37'],
      linkQualifiers: [['22', '10', '21'], ['235']],
    })
    const row = '0098-0101 Z..90 [X1],hyphen req=00,01+21 req=02 dlpkey'
    expect(aisOfRow(row)).toEqual(['0098', '0099', '0100', '0101'])
    expect(readAiRow('0099', row)).toEqual({
      ai: '0099',
      charactersFixed: undefined,
      isLinkAttribute: false,
      parts: [
        { set: 'Z', charactersMin: 1, charactersMax: 90, isOptional: false, linters: [] },
        { set: 'X', charactersMin: 1, charactersMax: 1, isOptional: true, linters: ['hyphen'] },
      ],
      required: [[['00'], ['01', '21']], [['02']]],
      excluded: [],
      linkQualifiers: [[]],
    })
  })

  it('knows every rule that it names', () => {
    expect(() => readAiRow('99', '99 X..90,unheard')).toThrow('The rule unheard')
    expect(() => readAiRow('99', '99 X..90,__proto__')).toThrow('The rule __proto__')
  })
})
