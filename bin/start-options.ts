import { parseArgs } from 'node:util'

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly mode: 'till' | 'self-checkout' | 'service'
  readonly runs: 'all' | 'hub' | 'kiosk'
  readonly dataFolder: string
  readonly port: number
  readonly isReset: boolean
  /** Node watches the files and would wait for the next change when the demo is ended. */
  readonly isWatched: boolean
}

/** The arguments make no sense, or ask for what is not there; the message says what to type. */
export class StartOptionsError extends Error {}

/** What `npm start -- --help` prints. */
export const startHelp = `npm start [-- OPTIONS]   hub, one till, virtual devices and a seeded shop, in this terminal

  --mode till|self-checkout|service   what the kiosk is (till)
  --hub-only                          no kiosk; logs in DIR/logs, Ctrl-C stops
  --kiosk-only                        the till and its devices, no hub; a new till enrols with a hub that runs on
                                      DIR, or by the code in VENDLY_ENROLMENT; one that is enrolled needs neither
  --data DIR                          where everything is kept (.local/demo)
  --port N                            port of the API (8000)
  --reset-demo                        begin with a fresh shop; the old one is deleted
  --help                              this text
`

const modes = ['till', 'self-checkout', 'service'] as const

const modeOf = (text: string): StartOptions['mode'] => {
  const mode = modes.find((candidate) => candidate === text)
  if (mode === undefined)
    throw new StartOptionsError(`--mode is one of ${modes.join(', ')}; "${text}" is none of them.`)
  if (mode !== 'till') {
    throw new StartOptionsError(`--mode ${mode} is not built yet; this version has the till: npm start -- --mode till`)
  }
  return mode
}

const portOf = (text: string): number => {
  if (!/^\d{1,5}$/u.test(text) || Number(text) > 65_535)
    throw new StartOptionsError(`--port is a number up to 65535, not "${text}".`)
  return Number(text)
}

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        mode: { type: 'string', default: 'till' },
        'hub-only': { type: 'boolean', default: false },
        'kiosk-only': { type: 'boolean', default: false },
        data: { type: 'string', default: '.local/demo' },
        port: { type: 'string', default: '8000' },
        'reset-demo': { type: 'boolean', default: false },
        watched: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new StartOptionsError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** Reads the arguments of `npm start`; 'help' when help was asked for. Throws `StartOptionsError`. */
export function readStartOptions(args: readonly string[]): StartOptions | 'help' {
  const values = parsed(args)
  if (values.help) return 'help'
  if (values['hub-only'] && values['kiosk-only']) {
    throw new StartOptionsError('--hub-only and --kiosk-only exclude each other; leave both out to run everything.')
  }
  const kioskOrAll = values['kiosk-only'] ? 'kiosk' : 'all'
  return {
    mode: modeOf(values.mode),
    runs: values['hub-only'] ? 'hub' : kioskOrAll,
    dataFolder: values.data,
    port: portOf(values.port),
    isReset: values['reset-demo'],
    isWatched: values.watched,
  }
}
