const units: Readonly<Record<string, string>> = {
  OZ: 'oz',
  LB: 'lb',
  CT: 'ct',
  PK: 'pk',
  PC: 'ct',
  GA: 'gal',
  GAL: 'gal',
  QT: 'qt',
  PT: 'pt',
  L: 'L',
  ML: 'ml',
  DZ: 'doz',
  DOZ: 'doz',
  LD: 'loads',
  LOAD: 'loads',
  LOADS: 'loads',
  FT: 'ft',
}

// No bottle of 175 ml is sold: the point of the common one of 1.75 L was left out.
const misprints: Readonly<Record<string, string>> = { '175 ML': '1.75 L' }

/**
 * A pack size of the source as it is printed on a shelf label ("12 PK/12 OZ" is "12 pk", "1 GA" is "1 gal"); undefined
 * where the source has none that a person would recognise.
 */
export function packageSize(text: string): string | undefined {
  const [, number = '', unit = ''] = /^(?:[A-Z] +)?(\d*\.?\d+) ?([A-Z]+)(?:\/.*)?$/u.exec(misprints[text] ?? text) ?? []
  const unitName = units[unit]
  if (unitName === undefined || Number(number) === 0) return undefined
  return `${Number(number)} ${unitName}`
}
