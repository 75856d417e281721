// Controls could steer the terminal; bidirectional controls could turn a price around; terminals disagree about the
// width of emoji sequences (joiners between pictographs, variation selectors, keycaps, flags, skin tones).
const harmful = new RegExp(
  [
    String.raw`[\p{Control}\p{Surrogate}\p{Bidi_Control}\p{Variation_Selector}\p{Regional_Indicator}\p{Emoji_Modifier}]`,
    String.raw`[\u2028\u2029\u20e3\u{e0000}-\u{e007f}]`,
    String.raw`(?<=\p{Extended_Pictographic})\u200d`,
  ].join('|'),
  'gu',
)
const plain = /^[\u0020-\u007e]*$/

/** Text from outside (a name, a scan) made safe to show: one line, no controls, composed (NFC), widths that all agree on. */
export const cleanText = (text: string): string =>
  plain.test(text)
    ? text
    : text
        .replaceAll(/[\t\n\r]+/g, ' ')
        .normalize('NFC')
        .replaceAll(harmful, '')
