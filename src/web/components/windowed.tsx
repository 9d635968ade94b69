import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** How far outside of the window things are drawn, in pixels. */
const marginPx = 600

interface ChunkProps {
  readonly class: string
  /** of one row before it was ever measured, in pixels */
  readonly estimatedHeight: number
  children(): ComponentChildren
}

/** A part of a long list that is drawn only while it is near the window; otherwise it keeps its place. */
function Chunk({ class: name, estimatedHeight, children }: ChunkProps) {
  const element = useRef<HTMLDivElement>(null)
  const height = useRef(estimatedHeight)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    const { current } = element
    if (!current) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry) return
        if (!entry.isIntersecting && current.childElementCount > 0) height.current = current.offsetHeight
        setNear(entry.isIntersecting)
      },
      { rootMargin: `${marginPx}px 0px` },
    )
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (isNear) element.current?.style.removeProperty('min-height')
    else element.current?.style.setProperty('min-height', `${height.current}px`)
  }, [isNear])
  return (
    <div ref={element} class={name}>
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
export function Windowed<T>({
  items,
  keyOf,
  render,
  class: name,
  minColumnRem,
  rowPx,
  rowsPerChunk = 4,
}: WindowedProps<T>) {
  const frame = useRef<HTMLDivElement>(null)
  const [columns, setColumns] = useState(minColumnRem === undefined ? 1 : 0)
  useEffect(() => {
    const { current } = frame
    if (!current || minColumnRem === undefined) return
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0
      const gap = 12
      const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      const count = Math.max(1, Math.floor((width + gap) / (minColumnRem * remPx + gap)))
      current.style.setProperty('--columns', String(count))
      setColumns(count)
    })
    observer.observe(current)
    return () => observer.disconnect()
  }, [minColumnRem])
  const chunkSize = columns * rowsPerChunk
  const chunks = chunkSize === 0 ? [] : Array.from({ length: Math.ceil(items.length / chunkSize) }, (_, index) => index)
  return (
    <div ref={frame} class="windowed">
      {chunks.map((index) => {
        const part = items.slice(index * chunkSize, (index + 1) * chunkSize)
        return (
          <Chunk
            key={index}
            class={name}
            estimatedHeight={Math.ceil(part.length / columns) * rowPx}
            children={() => part.map((item) => <Item key={keyOf(item)} item={item} render={render} />)}
          />
        )
      })}
    </div>
  )
}

const Item = <T,>({ item, render }: { readonly item: T; render(item: T): ComponentChildren }) => <>{render(item)}</>
