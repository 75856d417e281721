import { expect, test } from 'vitest'
import { allStories } from '#kiosk/gallery/all-stories.ts'
import { galleryView } from '#kiosk/gallery/gallery-view.ts'
import { MountedTill } from '#kiosk/gallery/mount.ts'
import { en } from '#kiosk/text/en.ts'
import { SMALLEST } from '#kiosk/ui/look.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'

const ends = [
  ['shift-closed-currencies', en.shiftClosedHow],
  ['confirm-close-currencies', en.confirmCloseHow],
] as const

test.for(ends)('many currencies push nothing off the small screen: %s', async ([name, how]) => {
  const state = allStories[name]
  if (state === undefined) throw new Error(`There is no story ${name}.`)
  const till = new MountedTill(galleryView(state, { theme: darkTheme, ...SMALLEST }))
  const text = await till.text()
  till.close()
  expect(text).toMatch(/╭─.*╮/u)
  expect(text).toContain(`│ ${how}`)
  expect(text).toMatch(/╰─+╯/u)
  // What is off is never among those that are only counted.
  expect(text).toContain('NOK, expected')
  expect(text).toMatch(/\d more currencies, all as expected/u)
})
