/**
 * The GS1 check digit (General Specifications 7.9.1) for the digits before it: weights 3 and 1 from the right, what is
 * missing to the next ten.
 */
export function gs1CheckDigit(digits: string): number {
  let sum = 0
  for (let place = 1; place <= digits.length; place++) {
    sum += Number(digits.at(-place)) * (place % 2 === 1 ? 3 : 1)
  }
  return (10 - (sum % 10)) % 10
}

/** Whether these are digits, at least two, of which the last is the GS1 check digit of the others. */
export function hasGs1CheckDigit(text: string): boolean {
  return /^\d{2,}$/u.test(text) && gs1CheckDigit(text.slice(0, -1)) === Number(text.at(-1))
}
