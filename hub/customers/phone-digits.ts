/** Fewer digits are the end of too many phones. */
const PHONE_DIGITS_MIN = 4

/** A phone number without the signs that people write between its digits. */
export const phoneDigits = (text: string): string => text.replaceAll(/[\s().+-]/gu, '')

/** The pattern of phones that end in what somebody typed; undefined for what is no such end. */
export const phoneEndPattern = (text: string): string | undefined => {
  const digits = phoneDigits(text)
  return /^\d+$/u.test(digits) && digits.length >= PHONE_DIGITS_MIN ? `%${digits}` : undefined
}
