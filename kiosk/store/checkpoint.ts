import { statSync } from 'node:fs'
import type Sqlite from 'better-sqlite3'

/** A checkpoint before that would wear the card for nothing; recovery of so much takes milliseconds. */
const CHECKPOINT_FROM_BYTES = 1024 * 1024

/** Moves a database's log into it when the log has grown; true when it did. The next commit syncs twice. */
export function checkpointIfGrown(connection: Sqlite.Database): boolean {
  if (statSync(`${connection.name}-wal`).size < CHECKPOINT_FROM_BYTES) return false
  connection.pragma('wal_checkpoint(PASSIVE)')
  return true
}
