import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

/** How far outside of the window things are drawn, in pixels. */
const marginPx = 600
/** Between columns, in pixels, as the style of `.tiles` has it. */
const gapPx = 12

/**
 * What chunks outside of the window wait to do, in the order in which they asked. Each is a task of its own, so that a jump, which
 * brings a dozen of them near at once, blocks neither a touch nor the next frame.
 */
const waiting = new Set<() => void>()

function doLater(work: () => void): void {
  if (waiting.size === 0) setTimeout(doNext)
  waiting.add(work)
}

function doNext(): void {
  const [work] = waiting
  if (!work) return
  waiting.delete(work)
  if (waiting.size > 0) setTimeout(doNext)
  work()
}

interface ChunkProps {
  readonly class: string
  /** about how high it is before it was ever drawn, in pixels */
  readonly estimatedHeightPx: number
  children(): ComponentChildren
}

/** A part of a long list that is drawn only while it is near the window; otherwise it keeps its place. */
function Chunk({ class: name, estimatedHeightPx, children }: ChunkProps) {
  const element = useRef<HTMLDivElement>(null)
  const heightPx = useRef<number | undefined>(undefined)
  const [isNear, setNear] = useState(false)
  // What is in the window is drawn before the browser paints, so that nothing jumps.
  useLayoutEffect(() => {
    const { top = Number.POSITIVE_INFINITY, bottom = 0 } = element.current?.getBoundingClientRect() ?? {}
    if (top < innerHeight && bottom > 0) setNear(true)
  }, [])
  useEffect(() => {
    const { current } = element
    if (!current) return
    let shouldBeNear = false
    const follow = () => {
      if (!shouldBeNear && current.childElementCount > 0) heightPx.current = current.offsetHeight
      setNear(shouldBeNear)
    }
    const observer = new IntersectionObserver(
      (entries) => {
        const { isIntersecting = false, boundingClientRect } = entries.at(-1) ?? {}
        shouldBeNear = isIntersecting
        const { top = 0, bottom = 0 } = boundingClientRect ?? {}
        // What is in the window is drawn at once.
        if (top < innerHeight && bottom > 0) follow()
        else doLater(follow)
      },
      { rootMargin: `${marginPx}px 0px` },
    )
    observer.observe(current)
    return () => {
      observer.disconnect()
      waiting.delete(follow)
    }
  }, [])
  return (
    <div ref={element} class={name} style={{ minHeight: isNear ? '' : `${heightPx.current ?? estimatedHeightPx}px` }}>
      {isNear && children()}
    </div>
  )
}

interface WindowedProps<T> {
  readonly items: readonly T[]
  keyOf(item: T): string
  render(item: T): ComponentChildren
  /** the class of a chunk, such as `tiles` */
  readonly class: string
  /** the least width of a column in the size of the text; without it there is one column */
  readonly minColumnRem?: number
  /** about how high a row is, in pixels */
  readonly rowPx: number
  /** rows that are drawn together: few enough to take a few milliseconds */
  readonly rowsPerChunk?: number
}

/** A long list or grid of which only what is near the window is in the page, so that a thousand items stay fluid. */
export function Windowed<T>(props: WindowedProps<T>) {
  const { items, keyOf, render, class: name, minColumnRem, rowPx, rowsPerChunk = 2 } = props
  const frame = useRef<HTMLDivElement>(null)
  const [columns, setColumns] = useState(minColumnRem === undefined ? 1 : 0)
  useLayoutEffect(() => {
    const { current } = frame
    if (!current || minColumnRem === undefined) return
    const measure = () => {
      const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      const count = Math.max(1, Math.floor((current.clientWidth + gapPx) / (minColumnRem * remPx + gapPx)))
      current.style.setProperty('--columns', String(count))
      setColumns(count)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [minColumnRem])
  const chunkSize = columns * rowsPerChunk
  const chunkCount = chunkSize === 0 ? 0 : Math.ceil(items.length / chunkSize)
  return (
    <div ref={frame} class="windowed">
      {Array.from({ length: chunkCount }, (_, index) => {
        const part = items.slice(index * chunkSize, (index + 1) * chunkSize)
        return (
          <Chunk key={index} class={name} estimatedHeightPx={Math.ceil(part.length / columns) * rowPx}>
            {() => part.map((item) => <Item key={keyOf(item)} item={item} render={render} />)}
          </Chunk>
        )
      })}
    </div>
  )
}

const Item = <T,>({ item, render }: { readonly item: T; render(item: T): ComponentChildren }) => <>{render(item)}</>
