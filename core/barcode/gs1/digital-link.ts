import { findAi } from '#core/barcode/gs1/ai-table.ts'
import type { Gs1Element, Gs1Elements, Gs1Fault } from '#core/barcode/gs1/gs1-element.ts'
import { readElement } from '#core/barcode/gs1/read-element.ts'

// RFC 3986: every character that a URI may have. The scheme is in small or in capital letters, never in both.
const characters = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/u
const linkShape = /^(?:https?|HTTPS?):\/\/[A-Za-z\d\-.:[\]]+\/(?<path>[^?#]*)(?:\?(?<query>[^#]*))?/u

/** Whether the text is meant as an address of the web, right or wrong. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//iu.test(text)
}

// What is not ASCII, or a zero, is in no character set of GS1, and is refused with the value.
function decode(text: string): string {
  return text.replaceAll(/%([\dA-Fa-f]{2})/gu, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
}

/** A GTIN of 8, 12 or 13 digits may stand in the path, and means the one of 14. */
function withZeros(ai: string, value: string): string {
  return ai === '01' && /^(?:\d{8}|\d{12,13})$/u.test(value) ? value.padStart(14, '0') : value
}

// The primary key that is furthest right; what stands left of it is the site's own.
function splitAtKey(path: string): ReadonlyArray<readonly [ai: string, value: string]> {
  const parts = path.split('/')
  for (let at = parts.length - 2; at >= 0; at -= 2) {
    const entry = findAi(parts[at] ?? '')
    if (entry === undefined) return []
    if (entry.linkQualifiers !== undefined) {
      const pairs = parts.slice(at)
      return Array.from({ length: pairs.length / 2 }, (_, pair) => [pairs[pair * 2] ?? '', pairs[pair * 2 + 1] ?? ''])
    }
  }
  return []
}

const isInOrder = (qualifiers: readonly string[], order: readonly string[]): boolean => {
  const places = qualifiers.map((ai) => order.indexOf(ai))
  return places.every((place, at) => place > (places[at - 1] ?? -1))
}

/** What may not be a query attribute: no data attribute, or a qualifier that belongs in the path. */
function isMisplaced(ai: string, pathAis: readonly string[]): boolean {
  const [key = '', ...qualifiers] = pathAis
  const orders = findAi(key)?.linkQualifiers ?? []
  const belongsInPath = orders.some((order) => order.includes(ai) && isInOrder(qualifiers, order))
  return pathAis.includes(ai) || belongsInPath || findAi(ai)?.isLinkAttribute !== true
}

function readPath(path: string): Gs1Elements {
  const pairs = splitAtKey(path)
  const [key = '', ...qualifiers] = pairs.map(([ai]) => ai)
  const orders = findAi(key)?.linkQualifiers ?? []
  if (!orders.some((order) => isInOrder(qualifiers, order))) return 'link_invalid'
  return collect(pairs.map(([ai, text]) => readElement(ai, withZeros(ai, decode(text)))))
}

function readQuery(query: string, pathAis: readonly string[]): Gs1Elements {
  const pairs = query
    .split('&')
    .map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1), pair.includes('=')] as const)
    .filter(([ai, , hasValue]) => hasValue && /^\d+$/u.test(ai))
  if (new Set(pairs.map(([ai]) => ai)).size < pairs.length) return 'repeated'
  const elements = collect(pairs.map(([ai, text]) => readElement(ai, decode(text.replaceAll('+', ' ')))))
  return pairs.some(([ai]) => isMisplaced(ai, pathAis)) ? 'link_invalid' : elements
}

function collect(read: ReadonlyArray<Gs1Element | Gs1Fault>): Gs1Elements {
  const fault = read.find((element) => typeof element === 'string')
  return fault ?? read.filter((element) => typeof element !== 'string')
}

/**
 * Reads a Digital Link URI (GS1 Digital Link Standard: URI Syntax 1.4): the primary key furthest right in the path with
 * its qualifiers in their order, then the data attributes of the query. It is read, never fetched. Words in place of
 * Application Identifiers (`/gtin/`), withdrawn by GS1, mean nothing here. Companions are not looked at.
 */
export function parseDigitalLink(uri: string): Gs1Elements {
  const groups = linkShape.exec(uri)?.groups
  if (groups === undefined || !characters.test(uri)) return 'link_invalid'
  const { path = '', query = '' } = groups
  const keys = readPath(path)
  if (typeof keys === 'string') return keys
  const attributes = readQuery(
    query,
    keys.map(({ ai }) => ai),
  )
  return typeof attributes === 'string' ? attributes : [...keys, ...attributes]
}
