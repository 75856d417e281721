import { assert } from '#core/errors/assert.ts'

/** What JSON can say. Fields that are `undefined` count as absent. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

/** More fields than any object of ours has; what has more is written without being remembered. */
const REMEMBERED_KEYS_MAX = 64

/** The order in which an object's keys are written, each with its text. */
interface KeyOrder {
  /** As the object has them. */
  readonly keys: readonly string[]
  readonly sorted: readonly string[]
  readonly labels: readonly string[]
}

// Text that stands in JSON as it is: ASCII without controls, quotation marks and backslashes. Nearly all of ours, and
// short: a look at each character is cheaper than a regular expression.
const isPlain = (value: string): boolean => {
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index)
    if (unit < 0x20 || unit > 0x7e || unit === 0x22 || unit === 0x5c) return false
  }
  return true
}

const textOf = (value: string): string => {
  if (isPlain(value)) return `"${value}"`
  assert(value.isWellFormed(), 'Canonical JSON holds no lone surrogates.')
  return JSON.stringify(value)
}

// Objects come in kinds: the lines of a sale have the same keys in the same order. The last order seen with as many
// keys is tried first; comparing keys is much cheaper than sorting and quoting them.
const remembered: KeyOrder[] = []

const isSame = (one: readonly string[], other: readonly string[]): boolean => {
  for (let index = 0; index < one.length; index++) {
    if (one[index] !== other[index]) return false
  }
  return true
}

// RFC 8785 sorts by UTF-16 code units, which is what toSorted() does without a comparison.
const keyOrderOf = (value: object): KeyOrder => {
  const keys = Object.keys(value)
  const known = remembered[keys.length]
  if (known !== undefined && isSame(keys, known.keys)) return known
  const sorted = keys.toSorted()
  const order = { keys, sorted, labels: sorted.map((key) => `${textOf(key)}:`) }
  if (keys.length <= REMEMBERED_KEYS_MAX) remembered[keys.length] = order
  return order
}

const arrayText = (value: readonly JsonValue[]): string => {
  let text = ''
  for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item)}`
  return `[${text}]`
}

const objectText = (value: { readonly [key: string]: JsonValue | undefined }): string => {
  const { sorted, labels } = keyOrderOf(value)
  let text = ''
  for (let index = 0; index < sorted.length; index++) {
    const member = value[sorted[index] ?? '']
    if (member !== undefined) text += `${text === '' ? '' : ','}${labels[index] ?? ''}${canonicalJson(member)}`
  }
  return `{${text}}`
}

/**
 * The one text of a JSON value (RFC 8785, JSON Canonicalization Scheme), so that a hash over it means the value.
 * Throws `AssertionError` on numbers that are not finite and on lone surrogates.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return textOf(value)
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'Canonical JSON holds finite numbers only.')
    return String(value)
  }
  if (value === null || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return arrayText(value)
  return objectText(value as { readonly [key: string]: JsonValue | undefined })
}
