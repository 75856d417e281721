const characters82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const characters32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

// As many as the longest value with such a pair has characters before it.
const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83] as const

/**
 * The pair of check characters for an alphanumeric key of at most 23 characters (General Specifications 7.9.5): the place
 * of each among the 82 characters, weighted by the primes from the right, modulo 1021, as two digits to the base of 32.
 */
export function gs1CheckCharacters(key: string): string {
  const sum = primes.reduce((total, prime, place) => total + prime * Math.max(0, weightAt(key, place)), 0) % 1021
  return `${characters32[sum >> 5] ?? ''}${characters32[sum & 31] ?? ''}`
}

function weightAt(key: string, placeFromRight: number): number {
  const character = key.at(-1 - placeFromRight)
  return character === undefined ? 0 : characters82.indexOf(character)
}

/** Whether the last two characters are the check pair of those before them. */
export function hasGs1CheckCharacters(text: string): boolean {
  return (
    text.length >= 2 && text.length <= primes.length + 2 && gs1CheckCharacters(text.slice(0, -2)) === text.slice(-2)
  )
}
