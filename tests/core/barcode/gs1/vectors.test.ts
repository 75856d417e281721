import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findAi } from '#core/barcode/gs1/ai-table.ts'
import { parseBracketed } from '#core/barcode/gs1/bracketed.ts'
import { checkCompanions } from '#core/barcode/gs1/companions.ts'
import { parseDigitalLink } from '#core/barcode/gs1/digital-link.ts'
import { isGs1Fault, type Gs1Element, type Gs1Elements } from '#core/barcode/gs1/gs1-element.ts'
import { readCarrier } from '#core/barcode/gs1/read-carrier.ts'
import { readScan } from '#core/barcode/read-scan.ts'
import { currencyOf } from '#core/money/currency.ts'

interface Vector {
  readonly valid: boolean
  readonly elements: string
}

interface Vectors {
  readonly scan: ReadonlyArray<Vector & { readonly scan: string }>
  readonly digitalLink: ReadonlyArray<Vector & { readonly uri: string }>
  readonly bracketed: ReadonlyArray<Vector & { readonly text: string }>
}

const file = '../shared/vectors/gs1/vectors.json'
const isThere = existsSync(file)
const why = isThere ? '' : ` (skipped: ${file} is not there)`
const vectors: Vectors = isThere ? JSON.parse(readFileSync(file, 'utf8')) : { scan: [], digitalLink: [], bracketed: [] }

const noIdentifier = 'It has no AIM identifier. Many scanners send none, and the till reads such a code by its length.'
const empty = 'The reference takes an empty symbol of free text. Nothing can be sold by it.'

/** Where the till does otherwise than the vector says, and why. */
const exceptions: Readonly<Record<string, string>> = {
  ABC: noIdentifier,
  ']': noIdentifier,
  ']X': noIdentifier,
  ']Q1': empty,
  ']d1': empty,
  ']J0': empty,
  ']E0123456789012': 'A right UPC-A of twelve digits: the norm wants thirteen, yet scanners are set to send it so.',
  'https://a/gtin/12312312312333/ser/ABC123': 'Words for Application Identifiers are an option, withdrawn by GS1.',
}

/** As the vectors write elements: `^` for FNC1, at first and after each value whose length is not predefined. */
const written = (elements: readonly Gs1Element[]): string => {
  const parts = elements.map(({ ai, value }) => ai + value + (findAi(ai)?.charactersFixed === undefined ? '^' : ''))
  return `^${parts.join('')}`.replace(/\^$/u, '')
}

const context = { today: '2026-11-25', currency: currencyOf('EUR') }

/** What the vector says of its input, or the opposite where an exception is made. */
const expected = (input: string, { valid, elements }: Vector): string => {
  const isValid = Object.hasOwn(exceptions, input) ? !valid : valid
  return isValid ? elements : 'refused'
}

const found = (elements: Gs1Elements): string => (isGs1Fault(elements) ? 'refused' : written(elements))

describe.skipIf(!isThere)(`the vectors of GS1's own reference${why}`, () => {
  test.each(vectors.scan)('scan $scan', (vector) => {
    const [, aim, text = ''] = /^(\][A-Za-z]\d)?(.*)$/su.exec(vector.scan) ?? []
    const isAccepted = readScan(aim, text, [], context).kind !== 'rejected'
    expect(isAccepted).toBe(expected(vector.scan, vector) !== 'refused')
  })

  // Only these carry GS1 data by themselves; what the others hold is text to the vectors.
  test.each(vectors.scan.filter(({ elements }) => elements.includes('^01') || elements.includes('|^')))(
    'scan $scan means $elements',
    ({ scan, elements }) => {
      const carried = readCarrier(scan.slice(0, 3), scan.slice(3)) ?? []
      const linear = elements.includes('|') ? elements.split('|', 1)[0] : undefined
      expect(linear === undefined ? found(carried) : found(carried).replace(/^\^01\d{14}/u, `${linear}|^`)).toBe(
        elements,
      )
    },
  )

  test.each(vectors.digitalLink)('Digital Link $uri', (vector) => {
    const elements = parseDigitalLink(vector.uri)
    expect(found(elements)).toBe(expected(vector.uri, vector))
    expect(isGs1Fault(elements) ? undefined : checkCompanions(elements)).toBeUndefined()
  })

  test.each(vectors.bracketed)('with brackets $text', (vector) => {
    expect(found(parseBracketed(vector.text))).toBe(expected(vector.text, vector))
  })

  test('are those of which exceptions are made', () => {
    const inputs = new Set([...vectors.scan.map(({ scan }) => scan), ...vectors.digitalLink.map(({ uri }) => uri)])
    expect(Object.keys(exceptions).filter((input) => !inputs.has(input))).toEqual([])
  })
})
