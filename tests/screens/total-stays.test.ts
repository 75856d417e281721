import { expect, test } from 'vitest'
import { allStories } from '#kiosk/gallery/all-stories.ts'
import { galleryView } from '#kiosk/gallery/gallery-view.ts'
import { MountedTill } from '#kiosk/gallery/mount.ts'
import { scenes } from '#kiosk/screens/scenes.ts'
import { bandRows } from '#kiosk/screens/total-band.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import { keyBarRows } from '#kiosk/ui/key-bar.ts'
import { type Area, SMALLEST } from '#kiosk/ui/look.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'

const sizes: readonly Area[] = [SMALLEST, { columns: 120, rows: 36 }]

// More than any shop has of what is chosen from a list.
const LIST_LENGTH = 30

/** The story with each list on its screen as long as it gets, and the last of it selected. */
const swollen = (state: TillState): TillState => {
  const lists = Object.entries(state.screen).flatMap(([name, value]) =>
    Array.isArray(value) && value.length > 0
      ? [[name, Array.from({ length: LIST_LENGTH }, (_, at): unknown => value[at % value.length])]]
      : [],
  )
  const selected = 'selected' in state.screen && lists.length > 0 ? { selected: LIST_LENGTH - 1 } : {}
  // The same screen with more of the same in it.
  return { ...state, screen: { ...state.screen, ...Object.fromEntries(lists), ...selected } as TillState['screen'] }
}

/** The rows of the sums and the total, as they stand on the terminal. */
const bandOf = async (state: TillState, size: Area): Promise<string[]> => {
  const view = galleryView(state, { theme: darkTheme, ...size })
  const till = new MountedTill(view)
  const rows = (await till.text()).split('\n')
  till.close()
  // The result line and the entry line stand between the band and the keys.
  const end = size.rows - keyBarRows(view.look) - 2
  return rows.slice(end - bandRows(view), end)
}

const isInFrontOfSale = (state: TillState): boolean => {
  const scene = scenes[state.screen.name](galleryView(state, { theme: darkTheme, ...SMALLEST }), SMALLEST)
  return scene.modal !== undefined && state.basket !== undefined
}

/** A payment on a small screen stands before all of the sale, and says itself what is to pay. */
const isWhollyCovered = (band: readonly string[]): boolean => band.every((row) => /^[│╰].*[│╯]$/u.test(row))

const frames = Object.entries(allStories)
  .filter(([, state]) => isInFrontOfSale(state))
  .flatMap(([name, state]) => sizes.map((size) => ({ name, state, size })))

test.for(frames)('the total is to be seen: $name at $size.columns×$size.rows', async ({ state, size }) => {
  for (const shown of [state, swollen(state)]) {
    const alone = await bandOf({ ...shown, screen: { name: 'sell' } }, size)
    const band = await bandOf(shown, size)
    const isOnPurpose = shown.screen.name === 'tender' && isWhollyCovered(band)
    expect(isOnPurpose ? alone : band).toEqual(alone)
  }
})

const lists = ['customer-list', 'department', 'empties', 'menu', 'other-tender', 'reason']

test.for(lists)('what is selected is seen, however long its list is: %s', async (name) => {
  const state = allStories[name]
  if (state === undefined) throw new Error(`There is no story ${name}.`)
  const till = new MountedTill(galleryView(swollen(state), { theme: darkTheme, ...SMALLEST }))
  expect(await till.text()).toMatch(/│ ▸/u)
  till.close()
})
