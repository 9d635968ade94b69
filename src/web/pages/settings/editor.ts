import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, redo, undo } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { openSearchPanel, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { complete, type JsonSchema } from './completion.ts'
import { editorTheme } from './editorTheme.ts'
import { type MistakeWords, mistakesAtLines, type PlacedMistake, showMistakes } from './mistakes.ts'

/** What the editor says. `phrases` are those of CodeMirror's search panel, by its own English words. */
export interface EditorWords extends MistakeWords {
  readonly label: string
  readonly phrases: Readonly<Record<string, string>>
}

interface EditorOptions {
  readonly parent: HTMLElement
  readonly text: string
  readonly isReadOnly: boolean
  readonly words: EditorWords
  onChange(text: string): void
  /** Ctrl+S and ⌘S */
  onSave(): void
}

/** A YAML editor in an element of the page. */
export interface YamlEditor {
  /** Replaces the whole text; it can be undone. */
  setText(text: string): void
  setSchema(schema: JsonSchema): void
  setMistakes(mistakes: readonly PlacedMistake[]): void
  /** Moves the cursor there, shows the line and takes the focus. Lines and columns count from 1. */
  goTo(line: number, column: number): void
  undo(): void
  redo(): void
  find(): void
  destroy(): void
}

const colors = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--soft)' },
  { tag: [tags.typeName, tags.labelName], color: 'var(--warn)' },
])

/**
 * Makes the editor. It stands in a shadow root: there CodeMirror adopts its style sheets, while in the page it would write
 * `<style>`, which the Content-Security-Policy of the page forbids.
 */
export function createEditor({ parent, text, isReadOnly, words, onChange, onSave }: EditorOptions): YamlEditor {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' })
  let schema: JsonSchema | undefined
  const source = ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    if (!schema) return null
    const found = complete(schema, state.doc.toString(), pos, [{ key: 'driver', map: 'drivers' }])
    // Without a typed letter the list opens only on request, or behind a colon where there are few values.
    const isShort = found?.options.every(({ kind }) => kind === 'value') && found.options.length <= 12
    if (!found || (!explicit && found.from === pos && !isShort)) return null
    return {
      from: found.from,
      options: found.options.map(({ label, apply, detail, kind, isRequired }, i) => ({
        label,
        apply,
        type: kind,
        boost: -i,
        ...(detail !== undefined && { detail }),
        ...(isRequired && { info: words.required }),
      })),
      validFor: /^[\w-]*$/,
    }
  }
  const saveCommand = () => {
    onSave()
    return true
  }
  const extensions: Extension = [
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    EditorView.lineWrapping,
    EditorState.tabSize.of(2),
    indentUnit.of('  '),
    EditorState.phrases.of(words.phrases),
    yaml(),
    syntaxHighlighting(colors),
    search({ top: true }),
    autocompletion({ override: [source], icons: false }),
    // The Tab key is left alone, so that who works with the keyboard can leave the editor.
    keymap.of([
      { key: 'Mod-s', run: saveCommand },
      { key: 'Mod-i', run: startCompletion },
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    mistakesAtLines(words),
    editorTheme,
    EditorView.contentAttributes.of({ 'aria-label': words.label, autocapitalize: 'off', spellcheck: 'false' }),
    EditorState.readOnly.of(isReadOnly),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) onChange(state.doc.toString())
    }),
  ]
  const view = new EditorView({
    root,
    parent: root as unknown as Element,
    state: EditorState.create({ doc: text, extensions }),
  })
  return {
    setText(next) {
      if (next === view.state.doc.toString()) return
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } })
    },
    setSchema(next) {
      schema = next
    },
    setMistakes: (mistakes) => view.dispatch({ effects: showMistakes.of(mistakes) }),
    goTo(line, column) {
      const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines))
      const anchor = Math.min(at.to, at.from + Math.max(0, column - 1))
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      view.focus()
    },
    undo: () => void undo(view),
    redo: () => void redo(view),
    find: () => void openSearchPanel(view),
    destroy: () => view.destroy(),
  }
}
