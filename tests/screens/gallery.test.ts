import { expect, test } from 'vitest'
import { allStories } from '#kiosk/gallery/all-stories.ts'
import { galleryView } from '#kiosk/gallery/gallery-view.ts'
import { MountedTill } from '#kiosk/gallery/mount.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 160, rows: 50 },
]

const frames = Object.entries(allStories).flatMap(([name, state]) => sizes.map((size) => ({ name, state, size })))

test.for(frames)('$name at $size.columns×$size.rows', async ({ name, state, size }) => {
  const till = new MountedTill(galleryView(state, { theme: darkTheme, ...size }))
  const text = await till.text()
  till.close()
  const rows = text.split('\n')
  expect(rows).toHaveLength(size.rows)
  expect(Math.max(...rows.map(cellWidth))).toBeLessThanOrEqual(size.columns)
  expect(till.screen.counts.droppedControls).toBe(0)
  await expect(`${text}\n`).toMatchFileSnapshot(`frames/${name}.${size.columns}x${size.rows}.txt`)
})

test('a terminal that is too small says so', async () => {
  const state = allStories['sell']
  if (state === undefined) throw new Error('The sell story is missing.')
  const till = new MountedTill(galleryView(state, { theme: darkTheme, columns: 79, rows: 24 }))
  expect(await till.text()).toContain('at least 80×24')
  till.close()
})
