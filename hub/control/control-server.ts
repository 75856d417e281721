import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Check } from 'typebox/value'
import { DomainError } from '#core/errors/domain-error.ts'
import {
  CONTROL_LINE_BYTES_MAX,
  CONTROL_PATH_FILE,
  controlRequestSchema,
  type ControlAnswer,
} from '#hub/control/control-message.ts'
import { StartError } from '#hub/start-error.ts'

/** sockaddr_un has room for 107 bytes and a NUL; a longer path gives EINVAL. */
const SOCKET_PATH_BYTES_MAX = 107

/** One command: takes its params and a way to tell of progress, gives its result. Refusals are `DomainError`s. */
export type ControlCommand = (
  params: Readonly<Record<string, unknown>>,
  say: (progress: string) => void,
) => Promise<unknown>

/** What the control socket is made of. */
export interface ControlServerParts {
  /** Of this run, short: under the runtime directory. */
  readonly socketPath: string
  /** Where the socket's path is written, so that `vendly` finds it. */
  readonly dataFolder: string
  readonly commands: Readonly<Record<string, ControlCommand>>
  /** A command failed for no reason of the caller's. */
  readonly onFailure: (command: string, error: unknown) => void
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const answerTo = async (
  parts: ControlServerParts,
  line: string,
  say: (text: string) => void,
): Promise<ControlAnswer> => {
  const request = parsed(line)
  if (line.length > CONTROL_LINE_BYTES_MAX || !Check(controlRequestSchema, request)) {
    return { problem: 'This is no request of the control socket.' }
  }
  const command = Object.hasOwn(parts.commands, request.command) ? parts.commands[request.command] : undefined
  if (command === undefined) return { problem: `The hub knows no command "${request.command}".` }
  try {
    return { result: (await command(request.params, say)) ?? null }
  } catch (error) {
    if (error instanceof DomainError || error instanceof StartError) return { problem: error.message }
    parts.onFailure(request.command, error)
    return { problem: 'The hub failed at this; its log says why.' }
  }
}

const serve = (parts: ControlServerParts, socket: Socket): void => {
  const send = (answer: ControlAnswer): void => void socket.write(`${JSON.stringify(answer)}\n`)
  // Whoever asked may have gone; the command runs to its end all the same.
  socket.on('error', () => undefined)
  createInterface({ input: socket }).once('line', (line) => {
    void answerTo(parts, line, (progress) => send({ progress })).then((answer) => {
      send(answer)
      socket.end()
    })
  })
}

/** Listens on the control socket, for the `vendly` command on this machine; only this user can open it. */
export async function openControlServer(parts: ControlServerParts): Promise<AsyncDisposable> {
  const { socketPath, dataFolder } = parts
  if (Buffer.byteLength(socketPath) > SOCKET_PATH_BYTES_MAX) {
    throw new StartError(
      `The path of the control socket is too long (${socketPath}): set XDG_RUNTIME_DIR to a short one.`,
    )
  }
  rmSync(socketPath, { force: true })
  const server: Server = createServer((socket) => serve(parts, socket))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ path: socketPath, readableAll: false, writableAll: false }, resolve)
  })
  // Whoever looks while it is written finds nothing, or all of it.
  const pathFile = join(dataFolder, CONTROL_PATH_FILE)
  writeFileSync(`${pathFile}.new`, `${socketPath}\n`, { mode: 0o600 })
  renameSync(`${pathFile}.new`, pathFile)
  return {
    [Symbol.asyncDispose]: async () => {
      rmSync(pathFile, { force: true })
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
