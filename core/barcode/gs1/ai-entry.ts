import { linters, type LinterName } from '#core/barcode/gs1/linters.ts'
import { assert } from '#core/errors/assert.ts'

/** A part of an Application Identifier's value: its character set, how many characters, and the rules it keeps. */
export interface AiPart {
  /** `N` digits, `X` the 82 characters of GS1, `Y` the 39 of component numbers, `Z` base64url. */
  readonly set: 'N' | 'X' | 'Y' | 'Z'
  readonly charactersMin: number
  readonly charactersMax: number
  /** It may be missing when the value ends before it. */
  readonly isOptional: boolean
  readonly linters: readonly LinterName[]
}

/** What GS1's syntax dictionary says of one Application Identifier. */
export interface AiEntry {
  readonly ai: string
  /** How many characters the value has where the length is predefined, so that no separator follows. */
  readonly charactersFixed: number | undefined
  /** It may stand in the query of a Digital Link URI. */
  readonly isLinkAttribute: boolean
  readonly parts: readonly AiPart[]
  /** Each must be met by one of its alternatives: a group of which all are there. `n` in an AI stands for any digit. */
  readonly required: ReadonlyArray<ReadonlyArray<readonly string[]>>
  /** None of these may be there as well. */
  readonly excluded: readonly string[]
  /** The orders in which qualifiers may follow it in a Digital Link; undefined where it is no primary key. */
  readonly linkQualifiers: ReadonlyArray<readonly string[]> | undefined
}

const rangeShape = /^(\d{2,4})(?:-(\d{2,4}))?(?= )/u
const partShape = /^(\[?)([NXYZ])(\.\.)?(\d+)\]?((?:,\w+)*)$/u

const isLinterName = (name: string): name is LinterName => Object.hasOwn(linters, name)

function readLinter(name: string): LinterName {
  assert(isLinterName(name), `The rule ${name} of the GS1 syntax dictionary is not known here.`)
  return name
}

function readPart(token: string): AiPart[] {
  const [, bracket, set, dots, digits, rules = ''] = partShape.exec(token) ?? []
  if (set !== 'N' && set !== 'X' && set !== 'Y' && set !== 'Z') return []
  const charactersMax = Number(digits)
  return [
    {
      set,
      charactersMin: dots === undefined ? charactersMax : 1,
      charactersMax,
      isOptional: bracket === '[',
      linters: rules.split(',').slice(1).map(readLinter),
    },
  ]
}

const valuesOf = (tokens: readonly string[], key: string): string[] =>
  tokens.filter((token) => token.startsWith(`${key}=`)).map((token) => token.slice(key.length + 1))

const listsOf = (value: string, separator: string, inner: string): string[][] =>
  value.split(separator).map((list) => list.split(inner))

function readQualifiers(tokens: readonly string[]): string[][] | undefined {
  if (tokens.includes('dlpkey')) return [[]]
  const values = valuesOf(tokens, 'dlpkey')
  return values.length === 0 ? undefined : values.flatMap((value) => listsOf(value, '|', ','))
}

/** The Application Identifiers of a row, which are one or a range. */
export function aisOfRow(row: string): string[] {
  const [, first = '', last = first] = rangeShape.exec(row) ?? []
  const count = Number(last) - Number(first) + 1
  return Array.from({ length: count }, (_, step) => String(Number(first) + step).padStart(first.length, '0'))
}

/**
 * Reads what a row of GS1's syntax dictionary, without its title, says of one of its Application Identifiers: flags,
 * format, companions.
 * @example readAiRow('3103', '3100-3105 *? N6 req=01,02 ex=310n').charactersFixed // 6
 */
export function readAiRow(ai: string, row: string): AiEntry {
  const [, ...tokens] = row.split(' ')
  const flags = tokens.find((token) => /^[*?]+$/u.test(token)) ?? ''
  const parts = tokens.flatMap(readPart)
  const length = parts.reduce((sum, part) => sum + part.charactersMax, 0)
  return {
    ai,
    charactersFixed: flags.includes('*') ? length : undefined,
    isLinkAttribute: flags.includes('?'),
    parts,
    required: valuesOf(tokens, 'req').map((value) => listsOf(value, ',', '+')),
    excluded: valuesOf(tokens, 'ex').flatMap((value) => value.split(',')),
    linkQualifiers: readQualifiers(tokens),
  }
}
