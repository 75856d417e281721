/**
 * The text without anything that a terminal or a printer would obey or that a reader would not see: control characters
 * (C0, DEL, C1), text direction overrides, zero-width signs and other format characters, halves of surrogate pairs.
 * What breaks a line becomes one space. Every string that is shown or printed passes through here.
 */
export function cleanText(text: string): string {
  return text.replaceAll(/[\t-\r\u0085\u2028\u2029]+/gu, ' ').replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
}
