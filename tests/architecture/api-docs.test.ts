import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

const text = readFileSync('docs/api/vendly-v1.md', 'utf8')

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(() => hub.close())

const sectionOf = (title: string): string => {
  const [, section = ''] = text.split(`## ${title}\n`)
  return section.split('\n## ')[0] ?? ''
}

const unprefixed = /^\/(?:health|metrics|openapi)/u

/** The routes that a section names, as `METHOD /path/{id}`. */
const routesIn = (title: string): string[] =>
  [...sectionOf(title).matchAll(/`(?<methods>[A-Z,]+) (?<path>\/[^`]+)`/gu)].flatMap(({ groups }) => {
    const path = groups?.['path'] ?? ''
    const isService = title === 'Routes that v1 had not' && unprefixed.test(path)
    return (groups?.['methods'] ?? '').split(',').map((method) => `${method} ${isService ? '' : '/api/v1'}${path}`)
  })

const withoutSlash = (route: string): string => route.replace(/\/$/u, '')

test('the routes of the hub are those that the page names, of v1 and new', () => {
  const served = hub.app
    .routes()
    .filter(({ method, url }) => method !== 'HEAD' && !url.includes('/testing/') && url !== '/')
    .map(({ method, url }) => withoutSlash(`${method} ${url.replaceAll(/:(\w+)/gu, '{$1}')}`))
  // The test hub has no broker, and so none of its devices' routes: tests/hub/devices asks for those.
  const named = [...routesIn('Routes of v1 that are served'), ...routesIn('Routes that v1 had not')].filter(
    (route) => !route.includes('/api/v1/devices'),
  )
  expect(named.map(withoutSlash).toSorted()).toEqual(served.toSorted())
})

test('what comes later is not found yet', async () => {
  const later = routesIn('Routes of v1 that come later')
  expect(later.length).toBeGreaterThan(50)
  for (const route of later) {
    const [method = '', path = ''] = route.split(' ')
    const { status } = await hub.ask(method, path.replaceAll(/\{\w+\}/gu, '1'))
    // 405 where the path reads like one that is there: batch-sync could be the id of a sale.
    expect([route, [404, 405].includes(status)]).toEqual([route, true])
  }
})

test('every deviation names tests that are there', () => {
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| What'))
  expect(rows.length).toBeGreaterThan(20)
  for (const row of rows) {
    const files = [...row.matchAll(/`(tests\/[^`]+)`/gu)].map(([, file = '']) => file)
    expect([row, files.length > 0 && files.every((file) => existsSync(file))]).toEqual([row, true])
  }
})
