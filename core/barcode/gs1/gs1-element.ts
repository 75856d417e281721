/** One piece of GS1 data: an Application Identifier, such as `17`, and its value. */
export interface Gs1Element {
  readonly ai: string
  readonly value: string
}

/** Why a text is no GS1 data. */
export type Gs1Fault =
  | 'empty'
  | 'ai_unknown'
  | 'value_invalid'
  | 'check_digit_wrong'
  | 'repeated'
  | 'companion_missing'
  | 'companion_excluded'
  | 'link_invalid'

/** What GS1 data says, or why it is none. */
export type Gs1Elements = readonly Gs1Element[] | Gs1Fault

/** Whether this is a fault, and no elements. */
export function isGs1Fault(elements: Gs1Elements): elements is Gs1Fault {
  return typeof elements === 'string'
}

/** The value of an Application Identifier, where it is there. */
export function valueOfAi(elements: readonly Gs1Element[], ai: string): string | undefined {
  return elements.find((element) => element.ai === ai)?.value
}

/** GS1 data as people read it below a symbol: `(01)04006381333931(17)261231`. */
export function formatElements(elements: readonly Gs1Element[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', String.raw`\(`)}`).join('')
}
