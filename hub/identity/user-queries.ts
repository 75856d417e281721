import { defineQuery } from '#hub/db/query.ts'

const columns = [
  'id',
  'operator_number',
  'name',
  'email',
  'role',
  'pin_verifier',
  'is_active',
  'grants',
  'denials',
] as const

export const findUser = defineQuery((db, p: { id: number }) =>
  db.selectFrom('users').select(columns).where('id', '=', p.id),
)

export const findUserByEmail = defineQuery((db, p: { email: string }) =>
  db.selectFrom('users').select(columns).where('email', '=', p.email),
)

export const findPasswordHash = defineQuery((db, p: { userId: number }) =>
  db.selectFrom('user_passwords').select('password_hash').where('user_id', '=', p.userId),
)

export const keepPasswordHash = defineQuery((db, p: { userId: number; hash: string; changedAt: string }) =>
  db.replaceInto('user_passwords').values({ user_id: p.userId, password_hash: p.hash, changed_at: p.changedAt }),
)
