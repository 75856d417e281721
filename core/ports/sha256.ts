/** SHA-256 (FIPS 180-4) of the UTF-8 bytes of `text`, as 64 lowercase hexadecimal digits. */
export type Sha256 = (text: string) => string
