import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const OWNER_ONLY = 0o600

const syncFile = (path: string, flags: 'r' | 'w', write: (file: number) => void): void => {
  const file = openSync(path, flags, OWNER_ONLY)
  try {
    write(file)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Writes a file that only its owner can read: all of it or nothing, and on the disk when this returns. */
export const writeSecretFile = (path: string, text: string): void => {
  syncFile(`${path}.new`, 'w', (file) => writeSync(file, text))
  renameSync(`${path}.new`, path)
  syncFile(dirname(path), 'r', () => {})
}

/** Reads the device's Ed25519 key in `path`, or makes it there; it never leaves the device. */
export const loadOrMakeDeviceKey = (path: string): KeyObject => {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeSecretFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  }
  return createPrivateKey(readFileSync(path))
}
