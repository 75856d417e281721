import { expect, it } from 'vitest'
import { reasonListsSchema } from '#core/catalogue/policy.ts'
import { reasonsOf } from '#core/catalogue/reasons.ts'

const lists = Object.keys(reasonListsSchema.properties) as (keyof typeof reasonListsSchema.properties)[]

it('a shop without lists of its own has some for everything, and its own come first', () => {
  for (const list of lists) expect(reasonsOf({}, list).length).toBeGreaterThan(1)
  const own = Object.fromEntries(lists.map((list) => [list, [`Why ${list}`]])) as Record<
    (typeof lists)[number],
    string[]
  >
  for (const list of lists) expect(reasonsOf({ reasons: own }, list)).toEqual([`Why ${list}`])
})
