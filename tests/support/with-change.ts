const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/**
 * A copy of a value with one place in it changed, named by its path (`lines.0.quantity.count`); undefined takes the place
 * out. Throws where the path leads nowhere, so that a mistyped one proves nothing.
 */
export function withChange(value: unknown, path: string, replacement: unknown): unknown {
  const copy = structuredClone(value)
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let place: unknown = copy
  for (const key of keys) place = isObject(place) ? place[key] : undefined
  if (!isObject(place)) throw new Error(`There is no ${path}.`)
  if (replacement === undefined) delete place[last]
  else place[last] = replacement
  return copy
}
