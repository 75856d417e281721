import { MirrorError } from '#hub/mirror/mirror-marker.ts'

const words: Readonly<Record<string, string>> = {
  ENOENT: 'The mirror is missing: its files are not there. Is the disk mounted?',
  ENODEV: 'The mirror is missing: its disk was taken out.',
  EIO: 'The disk of the mirror fails.',
  ENOSPC: 'The mirror is full.',
  EDQUOT: 'The mirror is full.',
  EFBIG: 'The mirror is full.',
  EROFS: 'The mirror cannot be written: its disk is read-only.',
  EACCES: 'The mirror cannot be written: it belongs to another user.',
  EPERM: 'The mirror cannot be written: it belongs to another user.',
}

/** What is wrong with the mirror, for an alarm: without paths, since strangers read it. */
export function mirrorProblem(error: unknown): string {
  if (error instanceof MirrorError) return error.message
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  return words[code] ?? `The mirror cannot be written${code === '' ? '' : ` (${code})`}.`
}
