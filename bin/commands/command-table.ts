/** A flag of a command, as `node:util` parses it. */
export interface CommandFlag {
  readonly type: 'string' | 'boolean'
  /** What stands after it in the help, such as DIR. */
  readonly value?: string
  readonly summary: string
}

/** What a command is run with; what it returns, if anything, is why it failed. */
export interface CommandCall {
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly say: (text: string) => void
}
export type Command = (call: CommandCall) => Promise<string | Failure | undefined>

/** Why a command failed, where its exit code says more than 1. */
export interface Failure {
  readonly message: string
  readonly exitCode: number
}

/** One command of `vendly`: a noun, a verb, and a module that is loaded when it is run. */
export interface CommandEntry {
  readonly noun: string
  readonly verb: string
  readonly summary: string
  readonly flags: Readonly<Record<string, CommandFlag>>
  readonly load: () => Promise<Command>
}

const data: CommandFlag = {
  type: 'string',
  value: 'DIR',
  summary: 'data folder of the hub (VENDLY_DATA, else .local/hub or the demo’s)',
}

const audited = 'exit code 0: it holds, 1: it does not, 2: it could not be checked'

/** All commands, in the order that the help has them. */
export const commandTable: readonly CommandEntry[] = [
  {
    noun: 'hub',
    verb: 'status',
    summary: 'whether a hub is running, and where',
    flags: { data },
    load: async () => (await import('#bin/commands/hub-commands.ts')).hubStatus,
  },
  {
    noun: 'hub',
    verb: 'seed',
    summary: 'fill an empty hub with the demo shop',
    flags: { data },
    load: async () => (await import('#bin/commands/hub-commands.ts')).hubSeed,
  },
  {
    noun: 'hub',
    verb: 'migrate',
    summary: 'bring the database to this version',
    flags: { data },
    load: async () => (await import('#bin/commands/hub-commands.ts')).hubMigrate,
  },
  {
    noun: 'hub',
    verb: 'doctor',
    summary: 'check the database and every hash chain in it',
    flags: { data },
    load: async () => (await import('#bin/commands/hub-commands.ts')).hubDoctor,
  },
  {
    noun: 'hub',
    verb: 'owner',
    summary: 'make an owner of the API, or give one a new password',
    flags: {
      data,
      email: { type: 'string', value: 'ADDRESS', summary: 'whose it is' },
      name: { type: 'string', value: 'NAME', summary: 'how they are called (Owner)' },
    },
    load: async () => (await import('#bin/commands/hub-commands.ts')).hubOwner,
  },
  {
    noun: 'hub',
    verb: 'token',
    summary: 'a one-time token to enrol a device with',
    flags: {
      data,
      name: { type: 'string', value: 'NAME', summary: 'name of the device, such as T2' },
      minutes: { type: 'string', value: 'N', summary: 'how long it is good for (10)' },
    },
    load: async () => (await import('#bin/commands/token-commands.ts')).hubToken,
  },
  {
    noun: 'hub',
    verb: 'tokens',
    summary: 'one-time tokens for a batch of devices that are flashed, a file each',
    flags: {
      data,
      names: { type: 'string', value: 'NAMES', summary: 'such as T2-T40,SCO1' },
      days: { type: 'string', value: 'N', summary: 'how long each is good for, at most 90 (30)' },
      to: { type: 'string', value: 'DIR', summary: 'folder of the files' },
    },
    load: async () => (await import('#bin/commands/token-commands.ts')).hubTokens,
  },
  {
    noun: 'hub',
    verb: 'backup',
    summary: 'copy database and keys into one encrypted file, while the hub serves; ENCRYPTION_KEY opens it',
    flags: { data, to: { type: 'string', value: 'FILE', summary: 'the new file, best on another disk' } },
    load: async () => (await import('#bin/commands/backup-commands.ts')).hubBackup,
  },
  {
    noun: 'hub',
    verb: 'restore',
    summary: 'put a backup back, and on top of it what the mirror has; the tills send the rest',
    flags: {
      data,
      from: { type: 'string', value: 'FILE', summary: 'the backup; without it the mirror alone' },
      mirror: { type: 'string', value: 'DIR', summary: 'the mirror (MIRROR_DIR)' },
      force: { type: 'boolean', summary: 'put aside the database that is there' },
    },
    load: async () => (await import('#bin/commands/backup-commands.ts')).hubRestore,
  },
  {
    noun: 'audit',
    verb: 'verify',
    summary: `check every entry of a journal, offline; ${audited}`,
    flags: {
      data: { ...data, summary: 'data folder of a hub: what is checked, or the witness of --file' },
      file: { type: 'string', value: 'FILE', summary: "a till's or a hub's database, or an extract" },
      key: { type: 'string', value: 'ID', summary: 'a key that may have signed it: SHA-256 of the public key' },
    },
    load: async () => (await import('#bin/commands/audit-commands.ts')).auditVerify,
  },
  {
    noun: 'audit',
    verb: 'export',
    summary: 'write the journals of a period with all that proves them',
    flags: {
      data,
      from: { type: 'string', value: 'DATE', summary: 'first business date, YYYY-MM-DD' },
      until: { type: 'string', value: 'DATE', summary: 'last business date, YYYY-MM-DD' },
      to: { type: 'string', value: 'FILE', summary: 'the new file' },
      personal: { type: 'boolean', summary: 'personal data too; without it only what proves it' },
    },
    load: async () => (await import('#bin/commands/audit-commands.ts')).auditExport,
  },
]
