import type Sqlite from 'better-sqlite3'

/** Single values by name; the caller's transaction holds them together with what they belong to. */
export class FactsStore {
  readonly #get: Sqlite.Statement<[string], string>
  readonly #set: Sqlite.Statement<[string, string]>

  constructor(connection: Sqlite.Database) {
    this.#get = connection.prepare<[string], string>('SELECT value FROM facts WHERE name = ?').pluck()
    this.#set = connection.prepare(
      'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    )
  }

  get(name: string): string | undefined {
    return this.#get.get(name)
  }

  set(name: string, value: string): void {
    this.#set.run(name, value)
  }
}
