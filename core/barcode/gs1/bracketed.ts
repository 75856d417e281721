import { contradictsItself } from '#core/barcode/gs1/element-string.ts'
import type { Gs1Element, Gs1Elements } from '#core/barcode/gs1/gs1-element.ts'
import { readElement } from '#core/barcode/gs1/read-element.ts'

// A bracket that belongs to a value has a backslash before it.
const elementShape = /\((?<ai>\d{2,4})\)(?<value>(?:\\\(|[^(\\])+)/uy

/** Reads GS1 data as people write it, such as `(01)04006381333931(17)261231`. Companions are not looked at. */
export function parseBracketed(text: string): Gs1Elements {
  const elements: Gs1Element[] = []
  const shape = new RegExp(elementShape)
  while (shape.lastIndex < text.length) {
    const { ai, value } = shape.exec(text)?.groups ?? {}
    if (ai === undefined || value === undefined) return 'value_invalid'
    const element = readElement(ai, value.replaceAll(String.raw`\(`, '('))
    if (typeof element === 'string') return element
    elements.push(element)
  }
  if (elements.length === 0) return 'empty'
  return contradictsItself(elements) ? 'repeated' : elements
}
