import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import { HIDDEN_CARD_NUMBER } from '#core/privacy/hide-card-numbers.ts'
import { isPrintableText } from '#core/privacy/printable-text.ts'
import type { JsonSchema } from '#hub/http/json-schema.ts'

/** What is wrong with a value: pydantic's name for it and its words, so that clients of v1 read what they know. */
interface Wrong {
  readonly type: string
  readonly msg: string
  /** Stands for the input in the answer where the input itself must not be echoed. */
  readonly shown?: string
}

/** A value that fits, or what is wrong with it. */
export type Outcome = { readonly value: unknown } | Wrong

const wrong = (type: string, msg: string): Wrong => ({ type, msg })

// Pydantic's spellings of truth.
const TRUE = new Set(['true', '1', 'yes', 'on', 't', 'y'])
const FALSE = new Set(['false', '0', 'no', 'off', 'f', 'n'])
const INTEGER_TEXT = /^[+-]?\d{1,16}$/u
const NUMBER_TEXT = /^[+-]?\d{1,16}(?:\.\d{1,16})?$/u

const rangeWrong = (value: number, schema: JsonSchema): Wrong | undefined => {
  const { minimum, maximum, exclusiveMinimum } = schema
  if (minimum !== undefined && value < minimum) {
    return wrong('greater_than_equal', `Input should be greater than or equal to ${minimum}`)
  }
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) {
    return wrong('greater_than', `Input should be greater than ${exclusiveMinimum}`)
  }
  if (maximum !== undefined && value > maximum) {
    return wrong('less_than_equal', `Input should be less than or equal to ${maximum}`)
  }
  return undefined
}

const integerWrong = (value: unknown): Wrong => {
  if (typeof value === 'string') {
    return wrong('int_parsing', 'Input should be a valid integer, unable to parse string as an integer')
  }
  if (typeof value !== 'number') return wrong('int_type', 'Input should be a valid integer')
  if (!Number.isFinite(value)) return wrong('finite_number', 'Input should be a finite number')
  if (Number.isInteger(value)) {
    return wrong('int_parsing_size', 'Unable to parse input as an integer, exceeded maximum size')
  }
  return wrong('int_from_float', 'Input should be a valid integer, got a number with a fractional part')
}

const checkInteger = (input: unknown, schema: JsonSchema, takesText: boolean): Outcome => {
  const value = takesText && typeof input === 'string' && INTEGER_TEXT.test(input) ? Number(input) : input
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return integerWrong(value)
  return rangeWrong(value, schema) ?? { value }
}

const numberWrong = (value: unknown): Wrong => {
  if (typeof value === 'string') {
    return wrong('float_parsing', 'Input should be a valid number, unable to parse string as a number')
  }
  if (typeof value === 'number') return wrong('finite_number', 'Input should be a finite number')
  return wrong('float_type', 'Input should be a valid number')
}

const checkNumber = (input: unknown, schema: JsonSchema, takesText: boolean): Outcome => {
  const value = takesText && typeof input === 'string' && NUMBER_TEXT.test(input) ? Number(input) : input
  if (typeof value !== 'number' || !Number.isFinite(value)) return numberWrong(value)
  return rangeWrong(value, schema) ?? { value }
}

const checkBoolean = (input: unknown, _schema: JsonSchema, takesText: boolean): Outcome => {
  if (typeof input === 'boolean') return { value: input }
  if (!takesText || typeof input !== 'string') return wrong('bool_type', 'Input should be a valid boolean')
  const text = input.toLowerCase()
  if (TRUE.has(text)) return { value: true }
  if (FALSE.has(text)) return { value: false }
  return wrong('bool_parsing', 'Input should be a valid boolean, unable to interpret input')
}

const characters = (count: number): string => `${count} character${count === 1 ? '' : 's'}`

const formats: Readonly<Record<string, { readonly fits: (text: string) => boolean; readonly wrong: Wrong }>> = {
  email: {
    fits: (text) => text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text),
    wrong: wrong('value_error', 'value is not a valid email address'),
  },
  date: {
    fits: (text) => /^\d{4}-\d{2}-\d{2}$/u.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text,
    wrong: wrong('date_parsing', 'Input should be a valid date in the format YYYY-MM-DD'),
  },
  uuid: {
    fits: (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(text),
    wrong: wrong('uuid_parsing', 'Input should be a valid UUID'),
  },
  hex: {
    fits: (text) => /^[0-9a-f]+$/u.test(text),
    wrong: wrong('value_error', 'Value error, only hexadecimal digits are allowed'),
  },
  'enrolment-code': {
    fits: (text) => text.startsWith('vendly:'),
    wrong: wrong('value_error', 'value is not an enrolment code'),
  },
}

const lengthWrong = (text: string, { minLength, maxLength }: JsonSchema): Wrong | undefined => {
  if (minLength !== undefined && text.length < minLength) {
    return wrong('string_too_short', `String should have at least ${characters(minLength)}`)
  }
  if (maxLength !== undefined && text.length > maxLength) {
    return wrong('string_too_long', `String should have at most ${characters(maxLength)}`)
  }
  return undefined
}

// Nobody types these, and their digits are random: one hash in a thousand would pass for a card.
const MACHINE_MADE = new Set(['uuid', 'date', 'hex', 'enrolment-code'])

const isMachineMade = (format: string | undefined): boolean => format !== undefined && MACHINE_MADE.has(format)

const contentWrong = (text: string, { pattern, format }: JsonSchema): Wrong | undefined => {
  if (!isPrintableText(text)) return wrong('value_error', 'Value error, control characters are not allowed')
  if (!isMachineMade(format) && looksLikeCardNumber(text)) {
    const msg = 'Value error, this looks like a card number; card data never enters this system'
    return { type: 'card_number_refused', msg, shown: HIDDEN_CARD_NUMBER }
  }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) {
    return wrong('string_pattern_mismatch', `String should match pattern '${pattern}'`)
  }
  const rule = format === undefined ? undefined : formats[format]
  return rule === undefined || rule.fits(text) ? undefined : rule.wrong
}

/** Texts without a limit of their own end here: nothing that people type is longer. */
const TEXT_LENGTH_MAX = 10_000

const checkString = (input: unknown, schema: JsonSchema): Outcome => {
  if (typeof input !== 'string') return wrong('string_type', 'Input should be a valid string')
  const limits = { ...schema, maxLength: schema.maxLength ?? TEXT_LENGTH_MAX }
  return lengthWrong(input, limits) ?? (schema.writeOnly ? undefined : contentWrong(input, schema)) ?? { value: input }
}

const checkNull = (input: unknown): Outcome =>
  input === null ? { value: null } : wrong('none_required', 'Input should be None')

/** The check for each scalar type. `takesText`: digits in a string stand for a number. */
export const scalarChecks: Readonly<
  Record<string, (input: unknown, schema: JsonSchema, takesText: boolean) => Outcome>
> = { null: checkNull, integer: checkInteger, number: checkNumber, boolean: checkBoolean, string: checkString }
