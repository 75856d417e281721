import fc from 'fast-check'

/** Text of any UTF-16 code units, halves of pairs and control characters among them; far cheaper than the unit 'binary'. */
export const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units))
