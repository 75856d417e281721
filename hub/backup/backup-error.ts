/** Why a backup cannot be made or used. */
export type BackupErrorCode =
  | 'key_missing'
  | 'key_wrong'
  | 'not_a_backup'
  | 'newer'
  | 'cut'
  | 'damaged'
  | 'in_the_way'
  | 'no_room'

/** A backup cannot be made or used; the message is for the person at the command, and says what to do. */
export class BackupError extends Error {
  readonly code: BackupErrorCode

  constructor(code: BackupErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BackupError'
    this.code = code
  }
}
