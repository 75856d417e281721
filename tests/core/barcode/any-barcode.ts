import { gs1CheckDigit } from '#core/barcode/check-digit.ts'
import { findAi, allAis } from '#core/barcode/gs1/ai-table.ts'
import { GROUP_SEPARATOR } from '#core/barcode/gs1/element-string.ts'
import { Random } from '#tests/simulation/random.ts'

/** A barcode as a scanner hands it over. */
export interface AnyBarcode {
  readonly aim: string | undefined
  readonly text: string
}

/** Whole numbers below a bound. */
export type Dice = (below: number) => number

/** Dice that fall by a seed. */
export function diceOf(seed: number): Dice {
  const random = new Random(BigInt(seed))
  return (below) => random.between(0, below - 1)
}

const gs1Aims = [']C1', ']e0', ']d2', ']Q3', ']J1']
const freeAims = [']Q1', ']d1', ']C0', undefined]
const numberAims = [']E0', ']E3', ']E4', ']I1', undefined]
const aims = [...gs1Aims, ...freeAims, ...numberAims, ']X0', ']?', '']
const signs = '0123456789ABCXYZabcxyz!"%&\'()*+,-./:;<=>?_ ^|[]{}\\#@~' + GROUP_SEPARATOR

const pick = <T>(dice: Dice, list: readonly T[]): T | undefined => list[dice(list.length)]

const many = (dice: Dice, longest: number, one: () => string): string =>
  Array.from({ length: dice(longest + 1) }, one).join('')

const anyBytes = (dice: Dice): string =>
  many(dice, 40, () => String.fromCharCode(dice(8) === 0 ? dice(0x1_00_00) : dice(0x1_00)))

const anySigns = (dice: Dice, longest: number): string => many(dice, longest, () => signs.charAt(dice(signs.length)))

const digits = (dice: Dice, count: number): string => Array.from({ length: count }, () => dice(10)).join('')

const withCheck = (text: string): string => text + String(gs1CheckDigit(text))

/** A value that fits the format of its AI more often than not. */
function anyValue(dice: Dice, ai: string): string {
  if (dice(20) === 0) return anySigns(dice, 10)
  const parts = findAi(ai)?.parts ?? []
  return parts
    .map((part) => {
      const length = part.charactersMin + dice(part.charactersMax - part.charactersMin + 1)
      if (part.linters.includes('csum')) return withCheck(digits(dice, length - 1))
      if (part.linters.some((rule) => rule.startsWith('yymmd'))) return `2${dice(10)}0${1 + dice(9)}${10 + dice(19)}`
      return part.set === 'N' ? digits(dice, length) : anySigns(dice, length).replaceAll(/[^\w]/gu, '')
    })
    .join('')
}

const goods = ['10', '17', '15', '21', '30', '3103', '3922', '3932', '7003', '22', '37', '02', '11', '99', '8005']

function anyElements(dice: Dice): string {
  const ais = Array.from({ length: dice(5) }, () => pick(dice, dice(2) === 0 ? allAis : goods) ?? '')
  return [...(dice(4) === 0 ? [] : ['01']), ...ais]
    .map((ai) => ai + anyValue(dice, ai) + (dice(3) === 0 ? '' : GROUP_SEPARATOR))
    .join('')
}

function anyLink(dice: Dice): string {
  const path = Array.from({ length: dice(3) }, () => pick(dice, ['10', '21', '22', '235', '99']) ?? '')
  const query = Array.from({ length: dice(4) }, () => pick(dice, dice(2) === 0 ? allAis : goods) ?? '')
  const steps = ['01', ...path].map((ai) => `/${ai}/${anyValue(dice, ai)}`).join('')
  const pairs = query.map((ai) => `${ai}=${encodeURIComponent(anyValue(dice, ai))}`).join(dice(9) === 0 ? ';' : '&')
  return `${dice(9) === 0 ? 'HTTPS' : 'https'}://example.com${steps}${pairs === '' ? '' : `?${pairs}`}`
}

const anyNumber = (dice: Dice): string => withCheck(digits(dice, pick(dice, [7, 11, 12, 13, 1 + dice(30)]) ?? 1))

function mutate(dice: Dice, text: string): string {
  const at = dice(text.length + 1)
  const sign = dice(4) === 0 ? anyBytes(dice) : signs.charAt(dice(signs.length))
  return text.slice(0, at) + sign + text.slice(at + dice(3))
}

interface Maker {
  readonly make: (dice: Dice) => string
  readonly aims: ReadonlyArray<string | undefined>
}

const makers: readonly Maker[] = [
  { make: anyBytes, aims },
  { make: (dice) => anySigns(dice, 60), aims },
  { make: anyElements, aims: gs1Aims },
  { make: anyElements, aims: gs1Aims },
  { make: anyLink, aims: freeAims },
  { make: anyNumber, aims: numberAims },
]

/**
 * Random bytes, random signs, element strings, Digital Links and numbers, mostly in symbols that hold such; a third of
 * them with a sign or two changed.
 */
export function anyBarcode(dice: Dice): AnyBarcode {
  const maker = pick(dice, makers)
  const text = maker?.make(dice) ?? ''
  const isMutated = dice(3) === 0
  return { aim: pick(dice, dice(10) === 0 ? aims : (maker?.aims ?? aims)), text: isMutated ? mutate(dice, text) : text }
}
