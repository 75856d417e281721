import type { Reader } from '#hub/db/connection.ts'
import type { Passwords } from '#hub/identity/passwords.ts'
import { findPasswordHash, findUserByEmail } from '#hub/identity/user-queries.ts'
import { StartError } from '#hub/start-error.ts'
import { TEST_EMAIL, TEST_PASSWORD } from '#hub/testing/testing-routes.ts'

/** Stops the start of a real hub whose owner still has the password that everybody knows. */
export async function refuseDemoAccount(read: Reader, passwords: Passwords): Promise<void> {
  const user = await read.one(findUserByEmail, { email: TEST_EMAIL })
  const kept = user && (await read.one(findPasswordHash, { userId: user.id }))
  if (kept === undefined || !(await passwords.matches(TEST_PASSWORD, kept.password_hash))) return
  throw new StartError(
    `This data is of a demo: ${TEST_EMAIL} has the password that everybody knows. Set VENDLY_DEMO=true, or use another VENDLY_DATA.`,
  )
}
