/** A phone number without the signs that people write between its digits. */
export const phoneDigits = (text: string): string => text.replaceAll(/[\s().+-]/gu, '')
