import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const OWNER_ONLY = 0o600

const syncFolder = (path: string): void => {
  const folder = openSync(dirname(path), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

const writeDurably = (path: string, text: string): void => {
  const file = openSync(`${path}.new`, 'w', OWNER_ONLY)
  writeSync(file, text)
  fsyncSync(file)
  closeSync(file)
  renameSync(`${path}.new`, path)
  syncFolder(path)
}

/** Reads the Ed25519 key in `path`, or makes one there that only its owner can read. */
export const loadOrMakeKey = (path: string): KeyObject => {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeDurably(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  }
  return createPrivateKey(readFileSync(path))
}
