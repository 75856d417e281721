import { looksLikeCardNumber } from '#core/barcode/card-number.ts'

/** What a hidden card number is shown as: nothing of it stays. */
export const HIDDEN_CARD_NUMBER = '[card number]'

const DIGIT_GROUPS = /\d+(?:[ .-]{1,3}\d+)*/gu

/** The text with each row of digits that holds a card number replaced: for logs and for echoes of what was refused. */
export const hideCardNumbers = (text: string): string =>
  text.replaceAll(DIGIT_GROUPS, (groups) => (looksLikeCardNumber(groups) ? HIDDEN_CARD_NUMBER : groups))
