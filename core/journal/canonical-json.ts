import { assert } from '#core/errors/assert.ts'

/** What JSON can say. Fields that are `undefined` count as absent. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

// Text that stands in JSON as it is: ASCII without controls, quotation marks and backslashes. Nearly all of ours.
const PLAIN = /^[ !#-[\]-~]*$/u

const textOf = (value: string): string => {
  if (PLAIN.test(value)) return `"${value}"`
  assert(value.isWellFormed(), 'Canonical JSON holds no lone surrogates.')
  return JSON.stringify(value)
}

const arrayText = (value: readonly JsonValue[]): string => {
  let text = ''
  for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item)}`
  return `[${text}]`
}

// RFC 8785 sorts by UTF-16 code units, which is what < compares and toSorted() does without a comparison. What was read
// from canonical text is in order already, and looking is cheaper than sorting.
const sortedKeys = (value: object): readonly string[] => {
  const keys = Object.keys(value)
  return keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key) ? keys : keys.toSorted()
}

const objectText = (value: { readonly [key: string]: JsonValue | undefined }): string => {
  let text = ''
  for (const key of sortedKeys(value)) {
    const member = value[key]
    if (member !== undefined) text += `${text === '' ? '' : ','}${textOf(key)}:${canonicalJson(member)}`
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
