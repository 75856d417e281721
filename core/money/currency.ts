import { assert } from '#core/errors/assert.ts'

/** A currency of ISO 4217: its three-letter code and how many decimal places its minor unit has. */
export interface Currency {
  readonly code: string
  readonly exponent: number
}

// ISO 4217 list one, amendment 179: the codes that money is held in (no metals, no test codes, no units of account of banks).
const codesByExponent: ReadonlyArray<readonly [exponent: number, codes: string]> = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY
    COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR
    IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD
    NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
    SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
]

/** The currency with this ISO 4217 code in capitals, or undefined where there is none. */
export function findCurrency(code: string): Currency | undefined {
  if (!/^[A-Z]{3}$/u.test(code)) return undefined
  const found = codesByExponent.find(([, codes]) => codes.includes(code))
  return found && { code, exponent: found[0] }
}

/** The currency with this ISO 4217 code, which the caller has already checked: an unknown one is a bug. */
export function currencyOf(code: string): Currency {
  const currency = findCurrency(code)
  assert(currency !== undefined, `No currency has the code ${code}.`)
  return currency
}
