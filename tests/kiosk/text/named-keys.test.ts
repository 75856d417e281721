import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allStories } from '#kiosk/gallery/all-stories.ts'
import { galleryView } from '#kiosk/gallery/gallery-view.ts'
import { defaultKeyMap } from '#kiosk/input/key-map.ts'
import { sellKeys } from '#kiosk/screens/key-bar-keys.ts'
import { scenes } from '#kiosk/screens/scenes.ts'
import type { NoticeKey } from '#kiosk/state/notice.ts'
import { step } from '#kiosk/state/step.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'
import { noticeText, sentenceOf } from '#kiosk/text/sentences.ts'
import { SMALLEST } from '#kiosk/ui/look.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'
import { anyHappening } from '#tests/kiosk/state/any-input.ts'
import { action, keysOf, scan, startSelling, startTinyTill, type TinyTill } from '#tests/support/tiny-till.ts'

/** What a screen says to a key that it does not have. */
const unhandled: ReadonlySet<NoticeKey> = new Set([
  'age_yes_no',
  'card_wait',
  'date_confirm_first',
  'hub_wait',
  'key_ignored_here',
  'sign_in_first',
  'yes_no',
])

const actionOf = (key: string): TillAction => {
  const found = defaultKeyMap[key.replace('-', '+')]
  if (found === undefined) throw new Error(`No key map has ${key}.`)
  return found
}

const isOnBar = (state: TillState, key: string): boolean => {
  const view = galleryView(state, { theme: darkTheme, ...SMALLEST })
  const keys = scenes[state.screen.name](view, SMALLEST).keys ?? sellKeys(view)
  return keys.some((onBar) => onBar.key === key)
}

const isHandled = (state: TillState, key: string, world: World): boolean => {
  const { notice } = step(state, action(actionOf(key)), world).state
  return notice === undefined || !unhandled.has(notice.key)
}

/** The keys that the result line names and that do nothing there; "Esc and F2" are pressed one after the other. */
const deadKeys = (state: TillState, world: World): string[] => {
  const text = noticeText(state, String) ?? ''
  return [...text.matchAll(/(?<esc>Esc and )?\b(?<key>F\d{1,2}|Ctrl-[A-Z]|Tab)\b/gu)].flatMap(({ groups = {} }) => {
    const { esc, key = '' } = groups
    const at = esc === undefined ? state : step(state, action('escape'), world).state
    return isOnBar(at, key) || isHandled(at, key, world) ? [] : [`${state.screen.name}: ${text} (${key})`]
  })
}

test.for(Object.entries(allStories))('a key that is named in the story %s does something there', ([, state]) => {
  expect(deadKeys(state, startTinyTill().shop.world)).toEqual([])
})

test('a key that the result line names does something there, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(anyHappening, { maxLength: 40 }), (happenings) => {
      const till = startSelling()
      for (const happening of happenings) {
        till.do(...happening(till))
        expect(deadKeys(till.state(), till.shop.world)).toEqual([])
      }
    }),
    { numRuns: 200 },
  )
})

const UNKNOWN = '5901234123457'

const unknown: [string, () => TinyTill, string][] = [
  ['at the price of it', () => startSelling(), 'Type its price, or Esc and F2 to find it'],
  ['where no unknown item is sold', () => startSelling({ unknownItemDepartmentId: null }), 'Find it by name with F2'],
  [
    'at the price check',
    () => {
      const till = startSelling()
      till.do(action('price_check'))
      return till
    },
    'Esc and F2 find it by name',
  ],
]

test.for(unknown)('a code that nobody knows, %s', ([, start, how]) => {
  const till = start()
  till.do(`${UNKNOWN}⏎`)
  expect(noticeText(till.state(), String)).toBe(`Nothing is known as ${UNKNOWN}. ${how}`)
})

test('words that nothing is found by, and what is no barcode', () => {
  const till = startSelling()
  till.do(action('find'), 'zzzz⏎')
  expect(noticeText(till.state(), String)).toBe('Nothing is found for zzzz. Try fewer letters')
  expect(noticeText(till.do(...keysOf('⎋'), scan('')), String)).toContain('with F2')
  expect(noticeText(till.do(action('price_check'), scan('')), String)).toBe('This is no barcode. Scan it again')
  expect(noticeText(till.do('⎋'), String)).toBeUndefined()
})

test('whoever typed a quantity that was refused reads the limits', () => {
  const till = startSelling()
  till.do('0*', '12⏎')
  expect(noticeText(till.state(), String)).toContain('1 to 9,999')
  expect(sentenceOf('quantity_out_of_range', {}, String)).toContain('1 to 9,999')
})
