/** The version of this product, as package.json has it. */
export const SOFTWARE_VERSION = '0.1.0'
