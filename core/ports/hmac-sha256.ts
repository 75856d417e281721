/** HMAC-SHA256 (RFC 2104) of the UTF-8 bytes of `text` under `key`, as 64 lowercase hexadecimal digits. */
export type HmacSha256 = (key: Uint8Array, text: string) => string
