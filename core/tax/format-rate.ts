/** A rate as a person reads it: 180000 ppm is "18%", 88750 ppm is "8.875%". */
export function formatRate(ratePpm: number): string {
  const digits = String(ratePpm).padStart(5, '0')
  const fraction = digits.slice(-4).replace(/0+$/u, '')
  return `${digits.slice(0, -4)}${fraction === '' ? '' : `.${fraction}`}%`
}
