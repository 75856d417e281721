/** Which rows of a list are seen: `first` to `first + count - 1`. */
export interface ListWindow {
  readonly first: number
  readonly count: number
}

/** The window of `room` rows that shows the selected row; with none selected the end of the list. */
export const listWindow = (length: number, room: number, selected: number | undefined): ListWindow => {
  const last = Math.max(0, length - room)
  if (selected === undefined) return { first: last, count: Math.min(room, length) }
  // The selected row stands in the middle, so that both its neighbours are seen.
  const first = Math.max(0, Math.min(last, selected - Math.floor(room / 2)))
  return { first, count: Math.min(room, length) }
}

/** One cell of the bar beside a list: the thumb where the window is; nothing when all is seen. */
export const scrollMark = (row: number, room: number, length: number, window: ListWindow): string => {
  if (length <= room) return ' '
  const top = Math.floor((window.first * room) / length)
  const size = Math.max(1, Math.round((room * room) / length))
  return row >= Math.min(top, room - size) && row < Math.min(top, room - size) + size ? '█' : '│'
}
