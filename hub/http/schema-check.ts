import { assert } from '#core/errors/assert.ts'
import { hideCardNumbers } from '#core/privacy/hide-card-numbers.ts'
import type { ValidationProblem } from '#hub/http/http-error.ts'
import type { JsonSchema } from '#hub/http/json-schema.ts'
import { scalarChecks } from '#hub/http/scalar-check.ts'

type Loc = readonly (string | number)[]

/** What a run of a check keeps: everything wrong, and how many fields nobody knows. */
interface Findings {
  readonly problems: ValidationProblem[]
  unknownFieldCount: number
}

/** Gives the value to use: numbers for digits where the route takes them, defaults filled in, unknown fields gone. */
type Check = (input: unknown, loc: Loc, findings: Findings) => unknown

/** How a part of a request is read. Routes of Vendly v1 take digits in strings and ignore what they do not know. */
interface Reading {
  readonly takesText: boolean
  readonly ignoresUnknown: boolean
}

/** An echoed input is at most this long. */
const ECHO_LENGTH_MAX = 200

const echo = (input: unknown): unknown => {
  if (typeof input === 'string') return hideCardNumbers(input.slice(0, ECHO_LENGTH_MAX))
  // What JSON cannot say (1e999 reads as Infinity) is said in words; of objects nothing is echoed.
  if (typeof input === 'number') return Number.isFinite(input) ? input : String(input)
  return typeof input === 'boolean' ? input : null
}

const scalarCheck = (schema: JsonSchema, reading: Reading): Check => {
  const check = scalarChecks[schema.type ?? '']
  assert(check !== undefined, `A request's schema has a type that is not checked: ${JSON.stringify(schema)}`)
  return (input, loc, { problems }) => {
    const outcome = check(input, schema, reading.takesText)
    if ('value' in outcome) return outcome.value
    problems.push({
      type: outcome.type,
      loc,
      msg: outcome.msg,
      input: outcome.shown ?? (schema.writeOnly ? null : echo(input)),
    })
    return undefined
  }
}

const choiceCheck = (choices: readonly unknown[]): Check => {
  const words = choices.map((choice) => (typeof choice === 'string' ? `'${choice}'` : String(choice)))
  const list = [words.slice(0, -1).join(', '), words.at(-1)].filter((part) => part !== '').join(' or ')
  return (input, loc, { problems }) => {
    if (!choices.includes(input)) {
      problems.push({ type: 'literal_error', loc, msg: `Input should be ${list}`, input: echo(input) })
    }
    return input
  }
}

const unionCheck = (branches: readonly JsonSchema[], reading: Reading): Check => {
  const others = branches.filter(({ type }) => type !== 'null')
  const isNullable = others.length < branches.length
  const [only, ...rest] = others
  assert(only !== undefined, 'A union has a branch beside null.')
  const constants = others.map((branch) => branch.const).filter((constant) => constant !== undefined)
  assert(rest.length === 0 || constants.length === others.length, 'A union of a request is of constants.')
  const check = rest.length === 0 ? compile(only, reading) : choiceCheck(constants)
  return (input, loc, findings) => (isNullable && input === null ? null : check(input, loc, findings))
}

const arrayCheck = (schema: JsonSchema, reading: Reading): Check => {
  const check = compile(schema.items ?? {}, reading)
  const { minItems = 0, maxItems = Infinity } = schema
  return (input, loc, findings) => {
    const wrong = (type: string, msg: string): undefined => {
      findings.problems.push({ type, loc, msg, input: null })
    }
    if (!Array.isArray(input)) return wrong('list_type', 'Input should be a valid list')
    const count = input.length
    if (count < minItems)
      return wrong('too_short', `List should have at least ${minItems} item after validation, not ${count}`)
    if (count > maxItems)
      return wrong('too_long', `List should have at most ${maxItems} items after validation, not ${count}`)
    return input.map((item, index) => check(item, [...loc, index], findings))
  }
}

const MISSING = { type: 'missing', msg: 'Field required' }
const NOT_AN_OBJECT = {
  type: 'model_attributes_type',
  msg: 'Input should be a valid dictionary or object to extract fields from',
}

interface Property {
  readonly name: string
  readonly check: Check
  readonly isRequired: boolean
  readonly fallback: unknown
}

const propertiesOf = (schema: JsonSchema, reading: Reading): Property[] =>
  Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    check: compile(property, reading),
    isRequired: schema.required?.includes(name) ?? false,
    fallback: property.default,
  }))

const objectCheck = (schema: JsonSchema, reading: Reading): Check => {
  const properties = propertiesOf(schema, reading)
  const known = new Set(properties.map(({ name }) => name))

  const findUnknown = (record: object, loc: Loc, findings: Findings): void => {
    for (const name of Object.keys(record).filter((key) => !known.has(key))) {
      findings.unknownFieldCount += 1
      if (reading.ignoresUnknown) continue
      const msg = 'Extra inputs are not permitted'
      findings.problems.push({ type: 'extra_forbidden', loc: [...loc, hideCardNumbers(name)], msg, input: null })
    }
  }

  const readProperties = (record: Readonly<Record<string, unknown>>, loc: Loc, findings: Findings): object => {
    const result: Record<string, unknown> = {}
    for (const { name, check, isRequired, fallback } of properties) {
      const value = Object.hasOwn(record, name) ? record[name] : fallback
      if (value !== undefined) result[name] = check(value, [...loc, name], findings)
      else if (isRequired) findings.problems.push({ ...MISSING, loc: [...loc, name], input: null })
    }
    return result
  }

  return (input, loc, findings) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      const wrong = input === undefined || input === null ? MISSING : NOT_AN_OBJECT
      findings.problems.push({ ...wrong, loc, input: echo(input) })
      return undefined
    }
    // An object of JSON or of a parsed address: string keys to anything.
    const record = input as Readonly<Record<string, unknown>>
    findUnknown(record, loc, findings)
    return readProperties(record, loc, findings)
  }
}

const anything: Check = (input) => input

function compile(schema: JsonSchema, reading: Reading): Check {
  if (schema.anyOf) return unionCheck(schema.anyOf, reading)
  if (schema.enum) return choiceCheck(schema.enum)
  if (schema.const !== undefined) return choiceCheck([schema.const])
  if (schema.type === 'object') return objectCheck(schema, reading)
  if (schema.type === 'array') return arrayCheck(schema, reading)
  return Object.keys(schema).length === 0 ? anything : scalarCheck(schema, reading)
}

/** What came of a check: the value to use, or all that is wrong. */
export interface CheckResult {
  readonly value: unknown
  readonly problems: readonly ValidationProblem[]
  readonly unknownFieldCount: number
}

const FASTAPI_PLACES: Readonly<Record<string, string>> = { querystring: 'query', params: 'path', headers: 'header' }

/**
 * Compiles the check of one part of a request. A schema with `additionalProperties: true` is one of Vendly v1: it takes
 * digits in strings and ignores unknown fields. Addresses (query and path) always carry numbers as digits.
 */
export function compileSchemaCheck(schema: JsonSchema, httpPart: string): (input: unknown) => CheckResult {
  const ignoresUnknown = schema.additionalProperties === true
  const check = compile(schema, { takesText: ignoresUnknown || httpPart in FASTAPI_PLACES, ignoresUnknown })
  const loc = [FASTAPI_PLACES[httpPart] ?? httpPart]
  return (input) => {
    const findings: Findings = { problems: [], unknownFieldCount: 0 }
    const value = check(input, loc, findings)
    return { value, ...findings }
  }
}
