import { readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Check } from 'typebox/value'
import { CONTROL_PATH_FILE, controlAnswerSchema, type ControlAnswer } from '#hub/control/control-message.ts'

/** The hub could not be asked, or said no; the message is for the person who asked. */
export class AskHubError extends Error {
  /** `away`: no hub runs on this data. `refused`: it does, and said no. */
  readonly code: 'away' | 'refused'

  constructor(code: 'away' | 'refused', message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AskHubError'
    this.code = code
  }
}

const away = (hubFolder: string, cause?: unknown): AskHubError =>
  new AskHubError('away', `No hub is running on ${hubFolder}. Start it first, or name its folder with --data.`, {
    cause,
  })

const socketPathIn = (hubFolder: string): string => {
  let path: string
  try {
    path = readFileSync(join(hubFolder, CONTROL_PATH_FILE), 'utf8').trim()
  } catch (cause) {
    throw away(hubFolder, cause)
  }
  // A power cut may leave a file without its text.
  if (path === '') throw away(hubFolder)
  return path
}

const parsed = (line: string): ControlAnswer => {
  const answer: unknown = JSON.parse(line)
  if (Check(controlAnswerSchema, answer)) return answer
  throw new AskHubError('refused', 'The hub’s answer is not one of the control socket.')
}

/** Asks the running hub, whose data is in `hubFolder`, over its control socket. Throws `AskHubError`. */
export async function askHub(
  hubFolder: string,
  request: { readonly command: string; readonly params?: Readonly<Record<string, unknown>> },
  onProgress: (text: string) => void = () => undefined,
): Promise<unknown> {
  const socket = createConnection(socketPathIn(hubFolder))
  const broken = new Promise<never>((_resolve, reject) => {
    socket.once('error', (cause) =>
      reject(new AskHubError('away', 'The hub does not answer; is it running?', { cause })),
    )
  })
  // Whoever waits below hears of it; nobody else has to.
  broken.catch(() => undefined)
  socket.write(`${JSON.stringify({ command: request.command, params: request.params ?? {} })}\n`)
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  for (;;) {
    const line = await Promise.race([lines.next(), broken])
    if (line.done === true) throw new AskHubError('away', 'The hub ended before it answered.')
    const answer = parsed(line.value)
    if ('result' in answer) return answer.result
    if ('problem' in answer) throw new AskHubError('refused', answer.problem)
    onProgress(answer.progress)
  }
}
