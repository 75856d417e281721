/** Signs with a key that never leaves its machine: Ed25519 (RFC 8032) over the UTF-8 bytes of `text`, as base64url. */
export interface Signer {
  /** SHA-256 of the public key's DER SubjectPublicKeyInfo, as 64 lowercase hexadecimal digits. */
  readonly keyId: string
  /** The public key's DER SubjectPublicKeyInfo, as base64. */
  readonly publicKey: string
  readonly sign: (text: string) => string
}

/** Checks what a `Signer` made. Both take whatever text came from outside, and never throw. */
export interface SignatureCheck {
  /** The id of a public key (DER SubjectPublicKeyInfo, base64). */
  readonly keyIdOf: (publicKey: string) => string
  /** True when the key signed the text. */
  readonly isSigned: (publicKey: string, text: string, signature: string) => boolean
}
