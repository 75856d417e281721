import { describe, expect, it } from 'vitest'
import { permissions } from '#core/staff/permissions.ts'
import { permissionsOf } from '#core/staff/roles.ts'

describe('a role', () => {
  it('may all that the one below it may, and more', () => {
    const [clerk, manager, admin] = (['clerk', 'manager', 'admin'] as const).map(permissionsOf)
    expect([...(clerk ?? [])].every((permission) => manager?.has(permission))).toBe(true)
    expect([...(manager ?? [])].every((permission) => admin?.has(permission))).toBe(true)
    expect(clerk?.size).toBeLessThan(manager?.size ?? 0)
    expect(manager?.size).toBeLessThan(admin?.size ?? 0)
    expect(admin).toEqual(new Set(permissions))
  })

  it('sells as a clerk, voids as a manager, keeps keys as an admin', () => {
    const may = (permission: (typeof permissions)[number]) =>
      (['clerk', 'manager', 'admin'] as const).map((role) => permissionsOf(role).has(permission))
    expect(may('process_sales')).toEqual([true, true, true])
    expect(may('void_sales')).toEqual([false, true, true])
    expect(may('manage_api_keys')).toEqual([false, false, true])
    expect(may('manage_devices')).toEqual([false, false, true])
  })

  it('has of Vendly’s 33 permissions nine as a clerk, fifteen more as a manager and nine more as an admin', () => {
    const vendly = new Set(permissions.slice(0, 33))
    const counts = (['clerk', 'manager', 'admin'] as const).map((role) => permissionsOf(role).intersection(vendly).size)
    expect(counts).toEqual([9, 24, 33])
  })
})
