import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deviceTopics, requestOperations, storeTopics } from '#core/protocol/topics.ts'

/** MQTT 3.1.1, section 4.7. */
const matches = (filter: string, topic: string): boolean => {
  const levels = topic.split('/')
  const wanted = filter.split('/')
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true
    if (level !== '+' && level !== levels[index]) return false
  }
  return wanted.length === levels.length
}

const namesOf = (storeId: string, deviceId: string) => {
  const topics = deviceTopics(storeId, deviceId)
  const requests = requestOperations.map((operation) => topics.request(operation))
  return {
    up: [topics.journal, topics.state, ...requests],
    down: [topics.position, topics.reply, topics.command],
    everyDown: topics.everyDown,
  }
}

const anyId = fc.stringMatching(/^[a-z0-9-]{1,36}$/u)

describe('the topics', () => {
  it('are those of the table', () => {
    const topics = deviceTopics('main', 't3')
    expect(namesOf('main', 't3')).toEqual({
      up: [
        'vendly/v1/main/t3/up/journal',
        'vendly/v1/main/t3/up/state',
        'vendly/v1/main/t3/up/request/sale_lookup',
        'vendly/v1/main/t3/up/request/sale_search',
        'vendly/v1/main/t3/up/request/customer_search',
        'vendly/v1/main/t3/up/request/reserve',
        'vendly/v1/main/t3/up/request/release',
        'vendly/v1/main/t3/up/request/release_tills',
        'vendly/v1/main/t3/up/request/held_put',
        'vendly/v1/main/t3/up/request/held_list',
        'vendly/v1/main/t3/up/request/held_take',
        'vendly/v1/main/t3/up/request/till_record',
      ],
      down: ['vendly/v1/main/t3/down/position', 'vendly/v1/main/t3/down/reply', 'vendly/v1/main/t3/down/command'],
      everyDown: 'vendly/v1/main/t3/down/#',
    })
    expect(topics.request('sale_lookup')).toBe('vendly/v1/main/t3/up/request/sale_lookup')
    expect(storeTopics('main')).toEqual({
      feed: 'vendly/v1/main/all/feed',
      changes: 'vendly/v1/main/all/changes',
      stock: 'vendly/v1/main/all/stock',
      everyUp: 'vendly/v1/main/+/up/#',
      everyAll: 'vendly/v1/main/all/#',
    })
  })

  it('bring the hub all that devices say, and each device what it is told, and no other', () => {
    fc.assert(
      fc.property(anyId, anyId, anyId, (storeId, one, other) => {
        fc.pre(one !== other)
        const { everyUp, everyAll, feed, changes, stock } = storeTopics(storeId)
        const mine = namesOf(storeId, one)
        const theirs = namesOf(storeId, other)
        expect([...mine.up, ...theirs.up].every((topic) => matches(everyUp, topic))).toBe(true)
        expect(mine.down.every((topic) => matches(mine.everyDown, topic))).toBe(true)
        expect([...theirs.down, ...mine.up, feed].some((topic) => matches(mine.everyDown, topic))).toBe(false)
        expect([feed, changes, stock].every((topic) => matches(everyAll, topic))).toBe(true)
        expect([...mine.down, feed].some((topic) => matches(everyUp, topic))).toBe(false)
      }),
    )
  })
})
