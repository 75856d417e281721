import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type, type Static } from 'typebox'
import { Check } from 'typebox/value'

/** A disk that fails once is tried again at once; one that fails so often in a row is not tried for ever. */
export const FAULTS_IN_A_ROW_MAX = 3

/** What an error says of itself may be long. */
const DETAIL_CHARACTERS_MAX = 200

const noteSchema = Type.Object({
  count: Type.Integer({ minimum: 0 }),
  fault: Type.Union([
    Type.Literal('full'),
    Type.Literal('failing'),
    Type.Literal('corrupt'),
    Type.Literal('rolled_back'),
    Type.Literal('audit_failed'),
    Type.Literal('other'),
  ]),
  detail: Type.String(),
})

/** How often a till stopped by itself since it last ran well, and why the last time. */
export type FaultNote = Static<typeof noteSchema>

const NONE: FaultNote = { count: 0, fault: 'other', detail: '' }

/** What was wrong in the first place: what was made of it on the way up says less. */
const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? wordsOf(error.cause) : error.message
}

/**
 * Remembers from one start to the next why the till stopped. A hint only: it is written when the disk may fail, so that
 * writing it may fail too; nothing that must be known stands here alone.
 */
export class FaultRecord {
  readonly #path: string

  constructor(folder: string) {
    this.#path = join(folder, 'faults.json')
  }

  read(): FaultNote {
    try {
      const found: unknown = JSON.parse(readFileSync(this.#path, 'utf8'))
      return Check(noteSchema, found) ? found : NONE
    } catch {
      return NONE
    }
  }

  /** The till stops: once more in a row. */
  note(fault: FaultNote['fault'], error: unknown): void {
    const detail = wordsOf(error).slice(0, DETAIL_CHARACTERS_MAX)
    this.#write({ count: this.read().count + 1, fault, detail })
  }

  /** What there was to do about the fault is done; it still counts as one in a row. */
  met(): void {
    const { count, detail } = this.read()
    if (count > 0) this.#write({ count, fault: 'other', detail })
  }

  /** The till runs well again, or somebody wants it tried once more. */
  clear(): void {
    try {
      rmSync(this.#path, { force: true })
    } catch {
      // It is cleared at the next start that runs well.
    }
  }

  #write(note: FaultNote): void {
    try {
      writeFileSync(this.#path, JSON.stringify(note))
    } catch {
      // The disk that made the till stop does not take the note either; the next start meets it by itself.
    }
  }
}
