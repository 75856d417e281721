import type { Random } from '#tests/simulation/random.ts'

/** JSON, as a message has it. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const deep = (depth: number): Json => {
  let value: Json = 0
  for (let n = 0; n < depth; n += 1) value = n % 2 === 0 ? [value] : { a: value }
  return value
}

const nastyValues: readonly [Json, ...Json[]] = [
  null,
  true,
  -1,
  0.5,
  2 ** 53,
  -(2 ** 63),
  1e308,
  '',
  '\0',
  '\uD800',
  '\u202Egnp.exe',
  '\u001B[2J',
  '../../etc/passwd',
  "'; DROP TABLE entries; --",
  '4111111111111111',
  '0'.repeat(64),
  'x'.repeat(600),
  [],
  {},
  [[]],
  deep(400),
  { __proto__: null, constructor: { prototype: { isAdmin: true } } },
]

const nastyKeys: readonly [string, ...string[]] = ['__proto__', 'constructor', 'toString', '', '\0', 'x'.repeat(300)]

// A text that `JSON.stringify` never writes.
const nastyTexts: readonly [string, ...string[]] = [
  '',
  '{',
  '[1e999]',
  '{"isOnline":1e999}',
  '{"__proto__":{"isOnline":true}}',
  '\uFEFF{}',
  '{"a":1,"a":2}',
  '['.repeat(2_000),
  'null',
  '"text"',
  '-',
  'NaN',
]

type Container = Json[] | { [key: string]: Json }

const isContainer = (value: Json | undefined): value is Container => typeof value === 'object' && value !== null

/** Goes down from `start` by chance. */
const anyContainerIn = (start: Container, random: Random): Container => {
  let at = start
  for (;;) {
    const inner = Object.values(at).filter(isContainer)
    const next = inner[random.between(0, inner.length)]
    if (next === undefined) return at
    at = next
  }
}

const mutateOnce = (message: Container, random: Random): void => {
  const container = anyContainerIn(message, random)
  if (Array.isArray(container)) {
    container.push(...Array.from({ length: random.between(1, 55) }, () => structuredClone(random.pick(nastyValues))))
    return
  }
  const keys = Object.keys(container)
  const key = keys[random.between(0, keys.length - 1)]
  const chance = random.fraction()
  if (key === undefined || chance < 0.2) {
    Object.defineProperty(container, random.pick(nastyKeys), {
      value: structuredClone(random.pick(nastyValues)),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  } else if (chance < 0.4) Reflect.deleteProperty(container, key)
  else container[key] = structuredClone(random.pick(nastyValues))
}

/** The payload of a message like `sample`: at times as it should be, mostly wrong in one or more places, or no JSON. */
export const hostilePayload = (sample: object, random: Random): Buffer => {
  const kind = random.between(0, 9)
  if (kind === 0) return Buffer.from(random.pick(nastyTexts))
  if (kind === 1) return Buffer.from(random.hex(random.between(0, 400)), 'hex')
  const message = structuredClone(sample) as Container
  if (kind > 3) for (let n = random.between(1, 3); n > 0; n -= 1) mutateOnce(message, random)
  const text = Buffer.from(JSON.stringify(message))
  return kind === 2 ? text.subarray(0, random.between(0, text.length)) : text
}
