import type { Operator } from '#core/staff/operator.ts'

/** Somebody who works in the demo shop. PINs and passwords stand here in the clear: they are for demo and tests only. */
export interface DemoMember {
  readonly operator: Omit<Operator, 'pinVerifier'>
  readonly pin: string
  readonly email: string
  /** Null for those who only use the tills. */
  readonly password: string | null
}

type Place = Pick<Operator, 'id' | 'number' | 'role'>

function member(place: Place, name: string, pin: string, account: Pick<DemoMember, 'email' | 'password'>): DemoMember {
  return { operator: { ...place, name, isActive: true }, pin, ...account }
}

/** The staff of the demo shop, the owner of the API first. */
export const demoStaff: readonly DemoMember[] = [
  member({ id: 1, number: 9, role: 'admin' }, 'Grace Whitman', '9999', {
    email: 'admin@vendly.com',
    password: 'admin123',
  }),
  member({ id: 2, number: 1, role: 'clerk' }, 'Maya Chen', '1111', { email: 'maya@example.com', password: null }),
  member({ id: 3, number: 2, role: 'clerk' }, 'Luis Ortega', '2222', { email: 'luis@example.com', password: null }),
  member({ id: 4, number: 3, role: 'clerk' }, 'Hannah Brooks', '3333', { email: 'hannah@example.com', password: null }),
  member({ id: 5, number: 4, role: 'manager' }, 'Priya Nair', '4444', { email: 'priya@example.com', password: null }),
]
