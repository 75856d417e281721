import { join } from 'node:path'
import { Program } from '#bin/program.ts'
import type { StartOptions } from '#bin/start-options.ts'

/** Where one demo keeps everything. */
export interface DemoPaths {
  /** The checkout or installation. */
  readonly root: string
  readonly data: string
  /** Sockets of this run. */
  readonly runtime: string
}

const environmentOf = ({ data }: DemoPaths, own: Readonly<Record<string, string>>): Record<string, string> => {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  // What a program compiled at its first start, it need not compile at the next.
  const shared = { NODE_ENV: 'production', NODE_COMPILE_CACHE: join(data, 'cache') }
  return { ...Object.fromEntries(inherited), ...shared, ...own }
}

const bundle = ({ root }: DemoPaths, name: string): string[] => [join(root, 'dist', `${name}.mjs`)]

/** The socket of vendly-devices in this run. */
const devicesSocket = ({ runtime }: DemoPaths): string => join(runtime, 'devices.sock')

/** The hub of the demo. */
export const demoHub = (paths: DemoPaths, options: StartOptions): Program =>
  new Program({
    name: 'hub',
    args: bundle(paths, 'hub'),
    environment: environmentOf(paths, {
      VENDLY_DEMO: 'true',
      VENDLY_DATA: paths.data,
      VENDLY_RUNTIME: paths.runtime,
      PORT: String(options.port),
    }),
    logFile: join(paths.data, 'logs', 'hub.log'),
  })

/** The devices of the demo, all of them virtual. */
export const demoDevices = (paths: DemoPaths): Program =>
  new Program({
    name: 'devices',
    args: [...bundle(paths, 'devices'), '--virtual'],
    environment: environmentOf(paths, { VENDLY_DATA: paths.data, VENDLY_DEVICES_SOCKET: devicesSocket(paths) }),
    logFile: join(paths.data, 'logs', 'devices.log'),
  })

/** The till of the demo, on this terminal. */
export const demoKiosk = (paths: DemoPaths, enrolment: string): Program =>
  new Program({
    name: 'kiosk',
    args: bundle(paths, 'kiosk'),
    environment: environmentOf(paths, {
      VENDLY_DATA: paths.data,
      VENDLY_DEVICES_SOCKET: devicesSocket(paths),
      VENDLY_DEMO_FILE: join(paths.data, 'kiosk', 'demo.json'),
      // A till that is alone gets its code from whoever starts it.
      ...(enrolment === '' ? {} : { VENDLY_ENROLMENT: enrolment }),
    }),
    logFile: undefined,
  })
