import {
  type EditorState,
  type Extension,
  RangeSet,
  RangeSetBuilder,
  StateEffect,
  StateField,
  type Text,
} from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutterLineClass, WidgetType } from '@codemirror/view'

/** A mistake of the text at its place, in the language of the page. Lines and columns count from 1. */
export interface PlacedMistake {
  readonly severity: 'error' | 'warning'
  readonly line: number
  readonly column: number
  readonly endColumn?: number
  readonly message: string
  /** the edit that mends it; offsets in the text to which the mistake belongs */
  readonly fix?: { readonly label: string; readonly from: number; readonly to: number; readonly insert: string }
}

export interface MistakeWords {
  readonly required: string
  /** such as `15행 7열` */
  place(line: number, column: number): string
}

/** Replaces the mistakes that are shown. */
export const showMistakes = StateEffect.define<readonly PlacedMistake[]>()

/** A mistake with offsets that follow while the text is edited. */
interface Anchored {
  readonly mistake: PlacedMistake
  readonly from: number
  readonly to: number
  readonly fix?: { readonly from: number; readonly to: number }
}

/** The part of the text that a mistake marks: up to its end, or else to the end of the word. */
function anchor(mistake: PlacedMistake, text: Text): Anchored {
  const line = text.line(Math.min(Math.max(1, mistake.line), text.lines))
  const from = Math.min(line.to, line.from + Math.max(0, mistake.column - 1))
  const word = /^[^\s:,{}[\]]+/.exec(line.text.slice(from - line.from))?.[0].length ?? 0
  const to = mistake.endColumn === undefined ? from + word : Math.min(line.to, line.from + mistake.endColumn - 1)
  const { fix } = mistake
  const isInside = fix !== undefined && fix.from <= fix.to && fix.to <= text.length
  return { mistake, from, to: Math.max(from, to), ...(isInside && { fix: { from: fix.from, to: fix.to } }) }
}

/** What stands under a wrong line: what is wrong, where, and the button that mends it. */
class MistakeNote extends WidgetType {
  private readonly anchored: Anchored
  private readonly words: MistakeWords

  constructor(anchored: Anchored, words: MistakeWords) {
    super()
    this.anchored = anchored
    this.words = words
  }

  override eq(other: MistakeNote): boolean {
    const [a, b] = [this.anchored, other.anchored]
    return a.mistake === b.mistake && a.fix?.from === b.fix?.from && a.fix?.to === b.fix?.to
  }

  override toDOM(view: EditorView): HTMLElement {
    const { mistake, fix } = this.anchored
    const note = document.createElement('div')
    note.className = `cm-mistake ${mistake.severity}`
    note.append(Object.assign(document.createElement('p'), { textContent: mistake.message }))
    const row = Object.assign(document.createElement('div'), { className: 'cm-mistakeRow' })
    if (mistake.fix && fix) {
      const { label, insert } = mistake.fix
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label })
      button.onclick = () => {
        view.dispatch({ changes: { ...fix, insert }, selection: { anchor: fix.from + insert.length } })
        view.focus()
      }
      row.append(button)
    }
    const place = this.words.place(mistake.line, mistake.column)
    row.append(Object.assign(document.createElement('small'), { textContent: place }))
    note.append(row)
    return note
  }

  override ignoreEvent(): boolean {
    return true
  }
}

class WrongLine extends GutterMarker {
  override readonly elementClass = 'cm-wrongLine'
}
const wrongLine = new WrongLine()

/** Marks mistakes in the text, and shows each under its line. They follow the text until the next are shown. */
export function mistakesAtLines(words: MistakeWords): Extension {
  const field = StateField.define<readonly Anchored[]>({
    create: () => [],
    update(shown, { changes, docChanged, effects, state }) {
      const next = effects.find((effect) => effect.is(showMistakes))
      if (next?.is(showMistakes)) return next.value.map((mistake) => anchor(mistake, state.doc))
      if (!docChanged) return shown
      return shown.flatMap(({ mistake, from, to, fix }) => {
        // A fix whose place was edited is done, or fits no more.
        const isTouched = fix !== undefined && changes.touchesRange(fix.from, fix.to) !== false
        if (isTouched) return []
        return [
          {
            mistake,
            from: changes.mapPos(from),
            to: changes.mapPos(to),
            ...(fix && { fix: { from: changes.mapPos(fix.from, 1), to: changes.mapPos(fix.to, -1) } }),
          },
        ]
      })
    },
    provide: (self) => [
      EditorView.decorations.compute([self], (state) => marks(state.field(self), state)),
      EditorView.decorations.compute([self], (state) => notes(state.field(self), state, words)),
      gutterLineClass.compute([self], (state) => gutterMarks(state, state.field(self))),
    ],
  })
  return field
}

const byPlace = (shown: readonly Anchored[]) => shown.toSorted((a, b) => a.from - b.from || a.to - b.to)

/** The wavy lines and the colour of the wrong lines. */
function marks(shown: readonly Anchored[], state: EditorState): DecorationSet {
  const lines = new Map(shown.map(({ from, mistake }) => [state.doc.lineAt(from).from, mistake.severity] as const))
  const ranges = [
    ...[...lines].map(([at, severity]) => Decoration.line({ class: `cm-wrong ${severity}` }).range(at)),
    ...byPlace(shown)
      .filter(({ from, to }) => to > from)
      .map(({ from, to, mistake }) => Decoration.mark({ class: `cm-wavy ${mistake.severity}` }).range(from, to)),
  ]
  return Decoration.set(ranges, true)
}

function notes(shown: readonly Anchored[], state: EditorState, words: MistakeWords): DecorationSet {
  const ranges = byPlace(shown).map((anchored) =>
    Decoration.widget({ widget: new MistakeNote(anchored, words), block: true, side: 1 }).range(
      state.doc.lineAt(anchored.from).to,
    ),
  )
  return Decoration.set(ranges, true)
}

function gutterMarks(state: EditorState, shown: readonly Anchored[]): RangeSet<GutterMarker> {
  const builder = new RangeSetBuilder<GutterMarker>()
  const starts = [...new Set(shown.map(({ from }) => state.doc.lineAt(from).from))].sort((a, b) => a - b)
  for (const start of starts) builder.add(start, start, wrongLine)
  return shown.length > 0 ? builder.finish() : RangeSet.empty
}
