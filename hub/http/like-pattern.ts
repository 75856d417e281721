/** The LIKE pattern of texts that hold `part`, to be used with `escape '\'`; null where nothing is asked for. */
export const likePattern = (part: string | null | undefined): string | null =>
  part == null || part === '' ? null : `%${part.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`
