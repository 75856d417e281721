import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { destination, pino, type Logger } from 'pino'
import type { Clock } from '#core/ports/clock.ts'
import { logOptions } from '#core/privacy/log-options.ts'
import { emptySet, virtualSet, type DeviceSet, type DeviceSetPorts } from '#drivers/server/device-set.ts'
import { DevicesServer } from '#drivers/server/devices-server.ts'
import { eventNote } from '#drivers/server/event-note.ts'
import { panelTable } from '#drivers/server/panel-table.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { DeviceEvent } from '#drivers/socket/events.ts'
import { VirtualTill } from '#drivers/virtual/virtual-till.ts'

const usage = 'vendly-devices --socket PATH [--virtual] [--data DIR]   (or VENDLY_DEVICES_SOCKET, VENDLY_DATA)'

interface Settings {
  readonly socketPath: string
  readonly dataDir: string | undefined
  readonly isVirtual: boolean
}

function readSettings(): Settings {
  const { values } = parseArgs({
    options: { socket: { type: 'string' }, virtual: { type: 'boolean' }, data: { type: 'string' } },
  })
  const socketPath = values.socket ?? process.env['VENDLY_DEVICES_SOCKET']
  if (socketPath === undefined || socketPath === '') throw new DeviceError('Illegal', 'devices', usage)
  const root = process.env['VENDLY_DATA']
  const dataDir = values.data ?? (root === undefined ? undefined : join(root, 'devices'))
  return { socketPath, dataDir, isVirtual: values.virtual === true }
}

const clock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  isTrusted: () => true,
}

/** The virtual devices, their drivers and the panel's requests. */
function makeVirtualSet(dataDir: string | undefined, ports: DeviceSetPorts): DeviceSet {
  let isTold = true
  // Many bytes make one picture: the panel hears of it once they are through.
  const onChange = (): void => {
    if (!isTold) return
    isTold = false
    setImmediate(() => {
      isTold = true
      ports.tell({ event: 'panel', state: till.state })
    })
  }
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true })
  const memory = dataDir === undefined ? {} : { terminalMemoryPath: join(dataDir, 'virtual-terminal.jsonl') }
  const till = new VirtualTill({ onChange, ...memory })
  const { devices, table } = virtualSet(till, ports)
  return { devices, table: { ...table, ...panelTable(till, onChange) } }
}

async function start(log: Logger): Promise<void> {
  const { socketPath, dataDir, isVirtual } = readSettings()
  let listener: (event: DeviceEvent) => void = () => undefined
  const ports: DeviceSetPorts = { clock, random: Math.random, tell: (event) => listener(event) }
  const { devices, table } = isVirtual ? makeVirtualSet(dataDir, ports) : emptySet
  const server = new DevicesServer({
    socketPath,
    table,
    isVirtual,
    notes: {
      refused: (reason) => log.warn({ reason }, 'refused what a client sent'),
      failed: (method, error) => log.error({ method, err: error }, 'a request failed'),
    },
  })
  listener = (event) => {
    const note = eventNote(event)
    if (note !== undefined) log.info(note, event.event)
    server.tell(event)
  }
  await server.listen()
  for (const device of devices) device.start()
  log.info({ socketPath, isVirtual, devices: devices.length }, 'devices process is listening')
  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'stopping')
    await server.close()
    for (const device of devices) await device.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => void stop(signal))
}

const log = pino(
  { ...logOptions('info'), timestamp: pino.stdTimeFunctions.isoTime },
  // Asynchronous, it would wait for ever at the exit when whoever read the log is gone (sonic-boom, EPIPE).
  destination({ dest: process.stdout.fd, sync: true }),
)
try {
  await start(log)
} catch (error) {
  if (!(error instanceof DeviceError)) throw error
  log.fatal({ code: error.code }, error.message)
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
