import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heldPermissions, may } from '#core/staff/may.ts'
import { permissions } from '#core/staff/permissions.ts'
import { permissionsOf } from '#core/staff/roles.ts'

describe('what somebody may do', () => {
  it('is what the role may, without grants and denials', () => {
    expect(may({ role: 'clerk' }, 'process_sales')).toBe(true)
    expect(may({ role: 'clerk' }, 'void_sales')).toBe(false)
    expect(heldPermissions({ role: 'clerk' })).toBe(permissionsOf('clerk'))
  })

  it('is more with a grant and less with a denial, which wins', () => {
    expect(may({ role: 'clerk', grants: ['void_sales'] }, 'void_sales')).toBe(true)
    expect(may({ role: 'manager', denials: ['void_sales'] }, 'void_sales')).toBe(false)
    expect(may({ role: 'clerk', grants: ['void_sales'], denials: ['void_sales'] }, 'void_sales')).toBe(false)
    expect(may({ role: 'admin', grants: [], denials: ['manage_roles'] }, 'manage_roles')).toBe(false)
  })

  it('is the same one by one and as a whole', () => {
    const some = fc.uniqueArray(fc.constantFrom(...permissions), { maxLength: 5 })
    fc.assert(
      fc.property(fc.constantFrom('clerk', 'manager', 'admin'), some, some, (role, grants, denials) => {
        const who = { role, grants, denials } as const
        expect([...heldPermissions(who)].toSorted()).toEqual(permissions.filter((act) => may(who, act)).toSorted())
      }),
    )
  })
})
