import { Type, type Static } from 'typebox'
import { hashSchema } from '#core/catalogue/change-set.ts'
import { canonicalJson } from '#core/journal/canonical-json.ts'
import { journalPlaceSchema, type JournalEntry, type JournalPlace } from '#core/journal/entry.ts'
import type { SignatureCheck, Signer } from '#core/ports/signature.ts'
import { grandTotalSchema } from '#core/shift/shift-report.ts'

/** After so many entries an anchor is due: so many at most an attacker without the key can rewrite, while the hub is away. */
export const ANCHOR_EVERY_ENTRIES = 100

/** An anchor is due after so long, when something was written since the last. */
export const ANCHOR_EVERY_MS = 3_600_000

/** An Ed25519 public key as DER SubjectPublicKeyInfo: 44 bytes (RFC 8410), in base64. */
export const publicKeySchema = Type.String({ pattern: '^[A-Za-z0-9+/]{59}=$' })

/** An Ed25519 signature: 64 bytes, in base64url. */
export const signatureSchema = Type.String({ pattern: '^[A-Za-z0-9_-]{86}$' })

/** What a key signs: whose word it is, and what no other place can say. */
const anchorFactsSchema = Type.Object({
  /** The entry just before the anchor: by its hash the signature covers all that came before. */
  stream: journalPlaceSchema.properties.stream,
  seq: journalPlaceSchema.properties.seq,
  hash: hashSchema,
  why: Type.Union([
    Type.Literal('entries'),
    Type.Literal('shift_closed'),
    Type.Literal('hour'),
    Type.Literal('pruned'),
  ]),
  /** All that the till ever sold and gave back, where it has a total of that kind. */
  grandTotal: Type.Optional(grandTotalSchema),
  /** The newest entry that this journal holds no longer: what is left of it starts right after. */
  prunedTo: Type.Optional(journalPlaceSchema),
  /** Which key signed: SHA-256 of its SubjectPublicKeyInfo. A key that was replaced goes on vouching for what it signed. */
  keyId: hashSchema,
  publicKey: publicKeySchema,
})

/** The body of an `anchor`: an entry that vouches for all entries before it. */
export const anchorSchema = Type.Object({ ...anchorFactsSchema.properties, signature: signatureSchema })
export type Anchor = Static<typeof anchorSchema>
export type AnchorFacts = Pick<Anchor, 'why' | 'grandTotal' | 'prunedTo'>

type Unsigned<T extends { readonly signature: string }> = Omit<T, 'signature'> & { readonly signature?: string }

/** What an anchor's signature covers; the words before it keep the signature from meaning anything else. */
const anchorText = ({ signature: _signature, ...facts }: Unsigned<Anchor>): string =>
  `vendly anchor 1\n${canonicalJson(facts)}`

/** Signs the journal up to `place`. */
export function signAnchor({ stream, seq, hash }: JournalPlace, facts: AnchorFacts, signer: Signer): Anchor {
  const { keyId, publicKey } = signer
  const unsigned = { ...facts, stream, seq, hash, keyId, publicKey }
  return { ...unsigned, signature: signer.sign(anchorText(unsigned)) }
}

/** What speaks against an anchor. */
export type AnchorFault = 'anchor_misplaced' | 'anchor_key_unknown' | 'anchor_signature_wrong'

/**
 * What speaks against an `anchor` entry whose body fits its type: it vouches for another place than the one before it,
 * its key is none of those that may sign this journal (`isKnownKey`), or the key did not sign it.
 */
export function findAnchorFault(
  entry: Pick<JournalEntry, 'stream' | 'seq' | 'prevHash'>,
  anchor: Anchor,
  isKnownKey: (keyId: string) => boolean,
  check: SignatureCheck,
): AnchorFault | undefined {
  const { stream, seq, hash, keyId, publicKey, signature } = anchor
  if (stream !== entry.stream || seq !== entry.seq - 1 || hash !== entry.prevHash) return 'anchor_misplaced'
  if (!isKnownKey(keyId) || check.keyIdOf(publicKey) !== keyId) return 'anchor_key_unknown'
  return check.isSigned(publicKey, anchorText(anchor), signature) ? undefined : 'anchor_signature_wrong'
}

/**
 * The hub's word that it durably holds a journal up to an anchor: `stream`, `seq` and `hash` are the anchor's own. It is
 * kept where the journal was written, so that nobody can cut the journal there unseen.
 */
export const counterSignatureSchema = Type.Object({
  ...journalPlaceSchema.properties,
  keyId: hashSchema,
  publicKey: publicKeySchema,
  signature: signatureSchema,
})
export type CounterSignature = Static<typeof counterSignatureSchema>

/** What a counter-signature covers. */
export const counterSignedText = ({ signature: _signature, ...facts }: Unsigned<CounterSignature>): string =>
  `vendly counter-signature 1\n${canonicalJson(facts)}`
