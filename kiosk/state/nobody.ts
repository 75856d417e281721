/** The screen on which somebody signs in, with nothing typed yet. */
export const NOBODY = { name: 'sign_in', field: 'number', operatorNumber: 0 } as const
