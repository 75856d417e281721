import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { lockDatabase } from '#hub/db/lock-database.ts'
import { StartError } from '#hub/start-error.ts'
import { openDatabase } from '#kiosk/store/open-database.ts'
import { DataLockedError } from '#kiosk/store/store-errors.ts'

const isHubRunning = (hubFolder: string): boolean => {
  if (!existsSync(hubFolder)) return false
  try {
    lockDatabase(join(hubFolder, 'hub.sqlite'))()
    return false
  } catch (error) {
    if (error instanceof StartError) return true
    throw error
  }
}

/** Whether a till has its file open. */
export const isTillRunning = (tillFile: string): boolean => {
  if (!existsSync(tillFile)) return false
  try {
    openDatabase(tillFile, 'till').close()
    return false
  } catch (error) {
    if (error instanceof DataLockedError) return true
    throw error
  }
}

/** Whether a program has the demo's data open: what it sells after the files are deleted would be lost. */
export const isDemoRunning = (data: string): boolean =>
  isHubRunning(join(data, 'hub')) || isTillRunning(join(data, 'kiosk', 'till.sqlite'))
