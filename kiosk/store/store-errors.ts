/** Another kiosk has this data open. Whoever started this one can mend that. */
export class DataLockedError extends Error {
  readonly path: string

  constructor(path: string, options?: ErrorOptions) {
    super(`Another kiosk is running on ${path}. Close it first, or start this one with another data folder.`, options)
    this.name = 'DataLockedError'
    this.path = path
  }
}

/** The data was written by a newer kiosk. Whoever started this one can mend that. */
export class DataNewerError extends Error {
  constructor(found: number, known: number) {
    super(`The till's data is of a newer Vendly (schema ${found}; this one knows ${known}). Start that one again.`)
    this.name = 'DataNewerError'
  }
}

/** The file is damaged: what stands in it cannot be trusted, and nothing is written to it any more. */
export class DataCorruptError extends Error {
  readonly path: string

  constructor(path: string, found: string, options?: ErrorOptions) {
    super(`${path} is damaged: ${found}`, options)
    this.name = 'DataCorruptError'
    this.path = path
  }
}

/** The nightly look through the data found something that is not what was written: the file is not trusted any more. */
export class DataAuditError extends Error {
  constructor(what: string) {
    super(`The till's data is not what was written: ${what}`)
    this.name = 'DataAuditError'
  }
}

/** The hub holds entries of this till that the till itself does not have: its card went back in time. */
export class DataRolledBackError extends Error {
  constructor() {
    super('The hub holds more of this till than the till itself: the till is rebuilt.')
    this.name = 'DataRolledBackError'
  }
}

/**
 * COMMIT reported an error, and what it should have stored may be on the disk all the same. Whoever catches this ends
 * the process: the next start looks the sale up by its id. Nothing is tried again under a new id.
 */
export class CommitUnknownError extends Error {
  constructor(cause: unknown) {
    super('It is unknown whether this was stored; the kiosk must start again.', { cause })
    this.name = 'CommitUnknownError'
  }
}
