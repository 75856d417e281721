import { existsSync, readFileSync } from 'node:fs'
import { Type, type Static } from 'typebox'
import { Check } from 'typebox/value'
import { EnrolmentAnswer } from '#core/identity/enrolment-message.ts'
import { SpkiPin } from '#core/identity/spki-pin.ts'
import { writeSecretFile } from '#kiosk/link/device-key.ts'
import { LinkError } from '#kiosk/link/link-error.ts'

const schema = Type.Object(
  { ...Type.Omit(EnrolmentAnswer, ['proof']).properties, host: Type.String({ maxLength: 253 }), hubPin: SpkiPin },
  { additionalProperties: false },
)

/** What an enrolled device knows: who it is, and its hub. */
export type EnrolmentRecord = Static<typeof schema>

/** Reads the record; undefined when this device was never enrolled. Throws `LinkError` when the file is damaged. */
export const readEnrolment = (path: string): EnrolmentRecord | undefined => {
  if (!existsSync(path)) return undefined
  let record: unknown
  try {
    record = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new LinkError('hub_answer_invalid', `${path} is damaged: enrol this device again.`, { cause })
  }
  if (Check(schema, record)) return record
  throw new LinkError('hub_answer_invalid', `${path} is damaged: enrol this device again.`)
}

export const writeEnrolment = (path: string, record: EnrolmentRecord): void => {
  writeSecretFile(path, `${JSON.stringify(record, undefined, 2)}\n`)
}
