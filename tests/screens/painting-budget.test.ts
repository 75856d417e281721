import { expect, test } from 'vitest'
import { galleryView } from '#kiosk/gallery/gallery-view.ts'
import { MountedTill } from '#kiosk/gallery/mount.ts'
import { sellingState } from '#kiosk/gallery/stories.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'

/** Bytes to the terminal for each line that is added to a basket, from the first to the 60th. */
const bytesOfAppends = (columns: number, rows: number): number[] => {
  const view = (lines: number) => galleryView(sellingState(lines), { theme: darkTheme, columns, rows })
  const till = new MountedTill(view(1))
  const bytes = Array.from({ length: 60 }, (_, at) => till.show(view(at + 2)))
  till.close()
  return bytes
}

test.for([
  { columns: 80, rows: 24, bytesMax: 256 },
  { columns: 160, rows: 50, bytesMax: 450 },
])(
  'an added line takes at most $bytesMax bytes at $columns×$rows',
  { timeout: 60_000 },
  ({ columns, rows, bytesMax }) => {
    const bytes = bytesOfAppends(columns, rows)
    expect(Math.max(...bytes)).toBeLessThanOrEqual(bytesMax)
  },
)
