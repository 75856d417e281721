import { createPublicKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { signatures } from '#hub/ports/signatures.ts'

const idOfKeyFile = (path: string): string[] => {
  if (!existsSync(path)) return []
  const publicKey = createPublicKey(readFileSync(path)).export({ type: 'spki', format: 'der' }).toString('base64')
  return [signatures.keyIdOf(publicKey)]
}

/** The id of the key with which the hub signs, from the key files beside its database. */
export const hubKeyIdsBeside = (databasePath: string): string[] =>
  idOfKeyFile(join(dirname(databasePath), 'keys', 'feed.key'))

/** The ids of a till's own keys, from the files beside its database. */
export const tillKeyIdsBeside = (databasePath: string): string[] => {
  const folder = dirname(databasePath)
  return [...idOfKeyFile(join(folder, 'device.key')), ...idOfKeyFile(join(folder, 'device.key.next'))]
}

/** The id of the hub's key, as a till remembers it from its enrolment. */
export const hubKeyIdsOfEnrolment = (databasePath: string): string[] => {
  const path = join(dirname(databasePath), 'enrolment.json')
  if (!existsSync(path)) return []
  const { feedKey } = JSON.parse(readFileSync(path, 'utf8')) as { readonly feedKey?: unknown }
  return typeof feedKey === 'string' ? [signatures.keyIdOf(feedKey)] : []
}
