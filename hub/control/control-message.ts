import { Type, type Static } from 'typebox'

/** A request is one line; nobody sends more. */
export const CONTROL_LINE_BYTES_MAX = 64 * 1024

/** One line to the control socket: a command of the table that `hub/main.ts` serves, with what it needs. */
export const controlRequestSchema = Type.Object({
  command: Type.String({ pattern: '^[a-z][a-z_]{0,31}$' }),
  params: Type.Record(Type.String(), Type.Unknown()),
})

/** Lines that come back: any number of `progress`, then one `result` or one `problem` in words. */
export const controlAnswerSchema = Type.Union([
  Type.Object({ progress: Type.String() }),
  Type.Object({ result: Type.Unknown() }),
  Type.Object({ problem: Type.String() }),
])
export type ControlAnswer = Static<typeof controlAnswerSchema>

/** The file in the hub's data folder that holds the path of the control socket. */
export const CONTROL_PATH_FILE = 'control.path'
