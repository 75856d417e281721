import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Type, type Static } from 'typebox'
import { Check } from 'typebox/value'
import { writeDurably } from '#hub/devices/key-file.ts'

const MARKER = 'vendly-mirror.json'
const FORMAT = 1

const markerSchema = Type.Object({
  format: Type.Integer({ minimum: 1 }),
  /** Whose entries these are: the hub's id among the devices. */
  hubId: Type.String(),
  /** `LineSeal.check` of the key that they are sealed under. */
  keyCheck: Type.String(),
})
export type MirrorMarker = Static<typeof markerSchema>

/** The mirror cannot be used as it is; the message is for whoever runs the shop's IT. */
export class MirrorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MirrorError'
  }
}

const hasFile = (folder: string, name: string): boolean => {
  try {
    return readdirSync(folder).includes(name)
  } catch (cause) {
    throw new MirrorError('The mirror is missing: its folder is not there. Is the disk mounted?', { cause })
  }
}

/** What a mirror says of itself; undefined for a folder that holds none. Throws `MirrorError`. */
export function readMarker(folder: string, keyCheck: string): MirrorMarker | undefined {
  if (!hasFile(folder, MARKER)) return undefined
  const marker: unknown = JSON.parse(readFileSync(join(folder, MARKER), 'utf8'))
  if (!Check(markerSchema, marker)) throw new MirrorError('The mirror is damaged: its marker cannot be read.')
  if (marker.format > FORMAT) throw new MirrorError('The mirror was written by a newer Vendly.')
  if (marker.keyCheck !== keyCheck) throw new MirrorError('The mirror was written under another ENCRYPTION_KEY.')
  return marker
}

const isSameDisk = (one: string, other: string): boolean => statSync(one).dev === statSync(other).dev

/**
 * Begins a mirror in an empty folder. A hub that had one before and finds its place empty on its own disk looks at the
 * place where a disk is not mounted; writing there would only look like a mirror.
 */
export function beginMirror(
  folder: string,
  { hubId, keyCheck }: Pick<MirrorMarker, 'hubId' | 'keyCheck'>,
  { dataFolder, hadOne }: { readonly dataFolder: string; readonly hadOne: boolean },
): void {
  if (hadOne && isSameDisk(folder, dataFolder)) {
    throw new MirrorError('The mirror is missing: its folder is empty. Is the disk mounted?')
  }
  mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 })
  writeDurably(join(folder, MARKER), `${JSON.stringify({ format: FORMAT, hubId, keyCheck })}\n`)
}

/** True when the mirror shares its disk with the data: it does not outlive that disk. */
export const isOnDiskOfData = (folder: string, databasePath: string): boolean =>
  isSameDisk(folder, dirname(databasePath))
