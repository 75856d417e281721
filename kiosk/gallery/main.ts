import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allStories } from '#kiosk/gallery/all-stories.ts'
import { galleryView } from '#kiosk/gallery/gallery-view.ts'
import { MountedTill } from '#kiosk/gallery/mount.ts'
import { svgPng } from '#kiosk/gallery/svg-png.ts'
import { terminalSvg } from '#kiosk/gallery/terminal-svg.ts'
import type { Look } from '#kiosk/ui/look.ts'
import { darkTheme, indexedTheme, vt16Theme } from '#kiosk/ui/theme.ts'

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 160, rows: 50 },
]

// The other themes are looked at in the size that their terminals have.
const looks: Readonly<Record<string, Look>> = {
  '80x24': { theme: darkTheme, columns: 80, rows: 24 },
  '160x50': { theme: darkTheme, columns: 160, rows: 50 },
  '80x24-indexed': { theme: indexedTheme, columns: 80, rows: 24 },
  '80x24-vt16': { theme: vt16Theme, columns: 80, rows: 24 },
}

const draw = async (story: string, look: Look): Promise<Uint8Array> => {
  const state = allStories[story]
  if (state === undefined) throw new Error(`There is no story ${story}: ${Object.keys(allStories).join(', ')}`)
  const till = new MountedTill(galleryView(state, look))
  await till.settled()
  const png = svgPng(terminalSvg(till.terminal))
  till.close()
  return png
}

const drawAll = async (folder: string, wanted: readonly string[]): Promise<number> => {
  mkdirSync(folder, { recursive: true })
  let count = 0
  for (const story of Object.keys(allStories)) {
    for (const [size, look] of Object.entries(looks)) {
      if (wanted.length > 0 && !wanted.some((part) => `${story}.${size}`.includes(part))) continue
      writeFileSync(join(folder, `${story}.${size}.png`), await draw(story, look))
      count += 1
    }
  }
  return count
}

/** A task of `docs/cashier.md` and the story that shows it. */
const tasks: Readonly<Record<string, string>> = {
  sale: 'sell-offers',
  discount: 'reason',
  manager: 'authorise',
  customer: 'customer-list',
  age: 'age-check',
  tenders: 'other-tender',
  refund: 'refund-lines',
  count: 'close-shift-pieces',
}

/** The pictures that the documents show. */
const drawDocs = async (): Promise<void> => {
  const folder = 'docs/pictures'
  mkdirSync(folder, { recursive: true })
  for (const { columns, rows } of sizes) {
    const size = `${columns}x${rows}`
    writeFileSync(join(folder, `till-${size}.png`), await draw('sell-long', { theme: darkTheme, columns, rows }))
  }
  const small = { theme: darkTheme, columns: 80, rows: 24 }
  writeFileSync(join(folder, 'tender-80x24.png'), await draw('tender-given', small))
  for (const [task, story] of Object.entries(tasks)) {
    writeFileSync(join(folder, `task-${task}.png`), await draw(story, small))
  }
}

const [folder = '.cache/gallery', ...wanted] = process.argv.slice(2).filter((argument) => argument !== '--docs')
if (process.argv.includes('--docs')) await drawDocs()
else process.stdout.write(`${await drawAll(folder, wanted)} pictures in ${folder}\n`)
