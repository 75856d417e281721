const WORD = 0xffff_ffffn
const mix = (state: bigint): bigint => {
  let z = state
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n)
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn)
  return z ^ (z >> 31n)
}

/** Chance that is the same for the same seed (64 bits): sfc32, seeded by SplitMix64. */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: bigint) {
    const first = mix(BigInt.asUintN(64, seed + 0x9e3779b97f4a7c15n))
    const second = mix(BigInt.asUintN(64, seed + 0x3c6ef372fe94f82an))
    this.#a = Number(first & WORD)
    this.#b = Number(first >> 32n)
    this.#c = Number(second & WORD)
    for (let round = 0; round < 12; round++) this.word()
  }

  /** 32 random bits. */
  word(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** From 0 up to 1. */
  readonly fraction = (): number => this.word() / 2 ** 32

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1))
  }

  isOneOf(probability: number): boolean {
    return this.fraction() < probability
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.between(0, list.length - 1)] ?? list[0]
  }

  /** Waiting time until something that happens once in `meanMs`. */
  waitMs(meanMs: number): number {
    return Math.max(1, Math.round(-Math.log(1 - this.fraction()) * meanMs))
  }

  /** So many hexadecimal digits. */
  hex(digits: number): string {
    let text = ''
    while (text.length < digits) text += this.word().toString(16).padStart(8, '0')
    return text.slice(0, digits)
  }

  /** Chance of its own for one part of the world, so that what one part draws moves nothing in the others. */
  fork(): Random {
    return new Random((BigInt(this.word()) << 32n) | BigInt(this.word()))
  }
}
