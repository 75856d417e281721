import { isCalendarDay } from '#core/barcode/gs1/gs1-date.ts'

// A digit that says how many more than `base` follow it: `counted(6, 0, 2)` is 0 and six digits, 1 and seven, 2 and eight.
const counted = (base: number, from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, step) => `${from + step}\\d{${base + from + step}}`).join('|')

const purchase = String.raw`(?:${counted(0, 1, 5)})[0-49]\d{3}`
const companyPrefix = `(?:${counted(6, 0, 6)}|9)`

// North American Coupon Application Guideline: company, offer, value, first purchase, then what may follow, each part
// announced by its own digit: 1 second and 2 third purchase, 3 expiry, 4 start, 5 serial, 6 retailer, 9 how to apply it.
const couponShape = new RegExp(
  [
    String.raw`^(?:${counted(6, 0, 6)})\d{6}(?:${counted(0, 1, 5)})${purchase}`,
    `(?:1[0-3]${purchase}${companyPrefix})?`,
    `(?:2${purchase}${companyPrefix})?`,
    String.raw`(?:3(?<expiry>\d{6}))?(?:4(?<start>\d{6}))?`,
    `(?:5(?:${counted(6, 0, 9)}))?(?:6(?:${counted(6, 1, 7)}))?`,
    String.raw`(?:9[01256][0-2]\d[01])?$`,
  ].join(''),
  'u',
)

// GS1 AI (8112) Coupon Data Specification: format, funder, offer, serial number.
const offerFileShape = new RegExp(String.raw`^[01](?:${counted(6, 0, 6)})\d{6}(?:${counted(6, 0, 9)})$`, 'u')

const isDay = (yymmdd: string): boolean => isCalendarDay(2000 + Number(yymmdd.slice(0, 2)), yymmdd.slice(2), false)

/** Whether this is a North American coupon code as AI 8110 carries it, with dates of the calendar in their order. */
export function isCouponCode(text: string): boolean {
  const groups = couponShape.exec(text)?.groups
  if (groups === undefined) return false
  const { expiry, start } = groups
  const dates = [start, expiry].filter((date) => date !== undefined)
  return dates.every(isDay) && (start === undefined || expiry === undefined || start <= expiry)
}

/** Whether this is the code of a coupon in the positive offer file, as AI 8112 carries it. */
export function isOfferFileCoupon(text: string): boolean {
  return offerFileShape.test(text)
}
