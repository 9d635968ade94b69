import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

interface TabsProps<T extends string> {
  /** what the tabs choose between, for screen readers */
  readonly label: string
  readonly tabs: readonly (readonly [key: T, label: string])[]
  readonly selected: T
  onSelect(key: T): void
  /** the panel of the selected tab */
  readonly children: ComponentChildren
}

/** Tabs, of which one panel is shown. Arrow keys, Home and End move. */
export function Tabs<T extends string>({ label, tabs, selected, onSelect, children }: TabsProps<T>) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  // Where the tabs are wider than the page, the selected one is scrolled to.
  useEffect(() => {
    const all = list.current
    const tab = all?.querySelector('[aria-selected=true]')
    if (!all || !tab) return
    const [outer, inner] = [all.getBoundingClientRect(), tab.getBoundingClientRect()]
    all.scrollLeft += Math.max(0, inner.right - outer.right) - Math.max(0, outer.left - inner.left)
  }, [selected])
  const move = (event: KeyboardEvent) => {
    const index = tabs.findIndex(([key]) => key === selected)
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key]
    const tab = to === undefined ? undefined : tabs[to]
    if (!tab) return
    event.preventDefault()
    onSelect(tab[0])
    document.getElementById(`${id}-${tab[0]}`)?.focus()
  }
  return (
    <>
      <div class="tabs" role="tablist" ref={list} aria-label={label} onKeyDown={move}>
        {tabs.map(([key, words]) => (
          <button
            type="button"
            role="tab"
            key={key}
            id={`${id}-${key}`}
            aria-controls={`${id}-panel`}
            aria-selected={key === selected}
            tabIndex={key === selected ? 0 : -1}
            onClick={() => onSelect(key)}
          >
            {words}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${selected}`}>
        {children}
      </div>
    </>
  )
}
