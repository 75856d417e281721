import bcrypt from 'bcrypt'

/** bcrypt ignores what comes after byte 72: longer passwords are refused instead of cut. */
const PASSWORD_BYTES_MAX = 72
/** A hash costs 0.2 s of a core; more than two at once would delay every other answer. */
const HASHES_AT_ONCE_MAX = 2
/** What waits longer than a person does is refused. */
const HASHES_WAITING_MAX = 32

/** Keeps and checks passwords by bcrypt, never more than two at a time. */
export interface Passwords {
  readonly hash: (password: string) => Promise<string>
  /** Takes as long for an account that does not exist (`hash` undefined) as for one that does. */
  readonly matches: (password: string, hash: string | undefined) => Promise<boolean>
}

/** True for a password that bcrypt reads to its end. */
const fitsBcrypt = (password: string): boolean => Buffer.byteLength(password) <= PASSWORD_BYTES_MAX

const createSemaphore = (places: number, onFull: () => Error) => {
  const waiting: (() => void)[] = []
  let free = places
  const enter = async (): Promise<void> => {
    if (free > 0) {
      free -= 1
      return
    }
    if (waiting.length >= HASHES_WAITING_MAX) throw onFull()
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return async <T>(work: () => Promise<T>): Promise<T> => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}

/** `cost` is bcrypt's: 12, and less only in tests. `onFull` makes the refusal when too many wait. */
export function createPasswords(cost: number, onFull: () => Error): Passwords {
  const inTurn = createSemaphore(HASHES_AT_ONCE_MAX, onFull)
  let dummy: Promise<string> | undefined
  return {
    hash: (password) => inTurn(() => bcrypt.hash(password, cost)),
    matches: (password, hash) =>
      inTurn(async () => {
        dummy ??= bcrypt.hash('nobody has this password', cost)
        const isEqual = await bcrypt.compare(password, hash ?? (await dummy))
        return isEqual && hash !== undefined && fitsBcrypt(password)
      }),
  }
}
