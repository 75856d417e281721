import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One thing that a process did to a file of the recorded folder. */
export interface IoRecord {
  readonly op: 'create' | 'write' | 'truncate' | 'sync' | 'sync_folder' | 'unlink' | 'rename'
  readonly name: string
  /** Where it was written, or the length cut to. */
  readonly offset: number
  readonly bytes: Buffer
  /** How often the process had called malloc() by then. */
  readonly mallocs: number
}

const ops: Readonly<Record<string, IoRecord['op']>> = {
  C: 'create',
  W: 'write',
  T: 'truncate',
  S: 'sync',
  D: 'sync_folder',
  U: 'unlink',
  R: 'rename',
}
const HEAD_BYTES = 32

/** Why nothing can be recorded here, in words; undefined where it can. */
export function recorderMissing(): string | undefined {
  if (process.platform !== 'linux') return 'the recorder needs Linux'
  return spawnSync('gcc', ['--version']).status === 0 ? undefined : 'there is no gcc here'
}

/** Builds what is loaded before a program into a folder, and gives its path: `io-recorder`, or `io-fails`. */
export function buildShim(folder: string, name: 'io-recorder' | 'io-fails'): string {
  const source = join(import.meta.dirname, `${name}.c`)
  const path = join(folder, `${name}.so`)
  const { status, stderr } = spawnSync('gcc', ['-shared', '-fPIC', '-O1', '-o', path, source, '-ldl', '-lpthread'])
  if (status !== 0) throw new Error(`gcc: ${stderr.toString()}`)
  return path
}

/** Builds the recorder into a folder and gives its path. */
export const buildRecorder = (folder: string): string => buildShim(folder, 'io-recorder')

function parseRecords(log: Buffer): IoRecord[] {
  const records: IoRecord[] = []
  for (let at = 0; at < log.length;) {
    const letter = String.fromCodePoint(log.readUInt32LE(at))
    const nameEnd = at + HEAD_BYTES + log.readUInt32LE(at + 4)
    const length = Number(log.readBigUInt64LE(at + 16))
    const op = ops[letter]
    if (op === undefined) throw new Error(`The log has an operation ${letter} at ${at}.`)
    records.push({
      op,
      name: log.toString('utf8', at + HEAD_BYTES, nameEnd),
      offset: Number(log.readBigUInt64LE(at + 8)),
      bytes: log.subarray(nameEnd, nameEnd + length),
      mallocs: Number(log.readBigUInt64LE(at + 24)),
    })
    at = nameEnd + length
  }
  return records
}

/** What to run under the recorder. */
export interface RecordedRun {
  readonly recorder: string
  /** The folder whose files are recorded. */
  readonly folder: string
  /** Where the log goes, outside of that folder. */
  readonly log: string
  /** Arguments of Node: options, the module, its arguments. */
  readonly args: readonly string[]
}

/** Runs Node under the recorder to its end, and gives what it did to the files. */
export async function recordRun({ recorder, folder, log, args }: RecordedRun): Promise<IoRecord[]> {
  const env = { ...process.env, LD_PRELOAD: recorder, IO_RECORDER_FOLDER: folder, IO_RECORDER_LOG: log }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const errors: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`The recorded process ended with ${code}: ${Buffer.concat(errors).toString()}`)
  return parseRecords(readFileSync(log))
}
