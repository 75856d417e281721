import { Box, Text } from 'ink'
import { type ReactElement, memo } from 'react'

/** One row of the screen, painted in advance: it draws again only when its text changes. An empty text is a row too. */
const Row = memo(({ text }: { readonly text: string }): ReactElement => (
  <Text wrap="truncate">{text === '' ? ' ' : text}</Text>
))

/** Rows under each other. */
export function Rows({ rows }: { readonly rows: readonly string[] }): ReactElement {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {rows.map((text, at) => (
        // eslint-disable-next-line react/no-array-index-key -- A row is its place on the screen.
        <Row key={at} text={text} />
      ))}
    </Box>
  )
}
