import { galleryView } from '#kiosk/gallery/gallery-view.ts'
import { MountedTill } from '#kiosk/gallery/mount.ts'
import { sellingState } from '#kiosk/gallery/stories.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'
import { type Bench, type Metric, atMost } from '#tests/bench/bench.ts'
import { percentile } from '#tests/bench/statistics.ts'

const LINES = 60

const measure = (columns: number, rows: number, bytesMax: number): Metric[] => {
  const view = (lines: number) => galleryView(sellingState(lines), { theme: darkTheme, columns, rows })
  const till = new MountedTill(view(1))
  const bytes = Array.from({ length: LINES }, (_, at) => till.show(view(at + 2)))
  till.close()
  return [
    { name: `${columns}×${rows} an added line, p50`, value: percentile(bytes, 0.5), unit: 'B' },
    atMost(`${columns}×${rows} an added line, largest`, Math.max(...bytes), 'B', bytesMax),
  ]
}

export const bench: Bench = {
  name: 'kiosk.bytes',
  run: async () => Promise.resolve([...measure(80, 24, 256), ...measure(160, 50, 450)]),
}
