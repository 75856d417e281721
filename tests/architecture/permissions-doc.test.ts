import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { permissions } from '#core/staff/permissions.ts'
import { permissionsOf } from '#core/staff/roles.ts'
import { permissionWords } from '#kiosk/text/acts.ts'

const roles = ['clerk', 'manager', 'admin'] as const

const rowOf = (permission: (typeof permissions)[number]): string => {
  const marks = roles.map((role) => (permissionsOf(role).has(permission) ? '●' : ''))
  return `| \`${permission}\` | ${permissionWords[permission]} | ${marks.join(' | ')} |`
}

test('docs/permissions.md says of every permission what it allows and who has it', () => {
  const text = readFileSync('docs/permissions.md', 'utf8')
  const table = text.slice(text.indexOf('## All permissions')).trim().split('\n').slice(3)
  expect(table).toEqual(permissions.map(rowOf))
})
