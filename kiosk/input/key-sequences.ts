// xterm, "Control Sequences" (PC-style function keys); Linux, console_codes(4); VT100 keypad in application mode.
const csiFinals: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  E: 'Begin',
  F: 'End',
  H: 'Home',
  P: 'F1',
  Q: 'F2',
  R: 'F3',
  S: 'F4',
  Z: 'Shift+Tab',
}

const csiNumbers: Readonly<Record<number, string>> = {
  1: 'Home',
  2: 'Insert',
  3: 'Delete',
  4: 'End',
  5: 'PageUp',
  6: 'PageDown',
  7: 'Home',
  8: 'End',
  11: 'F1',
  12: 'F2',
  13: 'F3',
  14: 'F4',
  15: 'F5',
  17: 'F6',
  18: 'F7',
  19: 'F8',
  20: 'F9',
  21: 'F10',
  23: 'F11',
  24: 'F12',
}

// The Linux console sends F1 to F5 as CSI [ A to CSI [ E.
const linuxFunctionKeys: Readonly<Record<string, string>> = { A: 'F1', B: 'F2', C: 'F3', D: 'F4', E: 'F5' }

const keypadText: Readonly<Record<string, string>> = {
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
  p: '0',
  q: '1',
  r: '2',
  s: '3',
  t: '4',
  u: '5',
  v: '6',
  w: '7',
  x: '8',
  y: '9',
  X: '=',
}

// xterm sends 1 + (1 Shift, 2 Alt, 4 Ctrl).
const modifiersOf = (parameter: number): string => {
  const bits = parameter - 1
  return `${bits & 4 ? 'Ctrl+' : ''}${bits & 2 ? 'Alt+' : ''}${bits & 1 ? 'Shift+' : ''}`
}

/** The key of a CSI sequence, or nothing when it is no key that we know. */
export const keyOfCsi = (parameters: string, final: string): string | undefined => {
  if (!/^[\d;]*$/.test(parameters)) return undefined
  const [first = 1, modifier = 1] = parameters.split(';').map((number) => Number(number) || 1)
  const name = final === '~' ? csiNumbers[first] : csiFinals[final]
  // CSI 12;5R is no F3 but a cursor position.
  const isReply = final !== '~' && first !== 1
  if (name === undefined || isReply || modifier > 8) return undefined
  return modifiersOf(modifier) + name
}

export const keyOfLinuxConsole = (final: string): string | undefined => linuxFunctionKeys[final]

/** What follows ESC O: a key, a character of the keypad, or neither. */
export const keyOfSs3 = (final: string): { readonly key: string } | { readonly text: string } | undefined => {
  if (final === 'M') return { key: 'Enter' }
  const text = keypadText[final]
  if (text !== undefined) return { text }
  const key = final === 'Z' ? undefined : csiFinals[final]
  return key === undefined ? undefined : { key }
}

const controlKeys: Readonly<Record<number, string>> = {
  8: 'Backspace',
  9: 'Tab',
  10: 'Enter',
  13: 'Enter',
  127: 'Backspace',
}

/** The key of a control character (not ESC), or nothing. */
export const keyOfControl = (code: number): string | undefined => {
  const known = controlKeys[code]
  if (known !== undefined) return known
  return code >= 1 && code <= 26 ? `Ctrl+${String.fromCodePoint(code + 64)}` : undefined
}
