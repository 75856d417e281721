/** Makes a UUID version 7 (RFC 9562, section 5.7), as 36 lowercase characters. */
export type NewId = () => string
