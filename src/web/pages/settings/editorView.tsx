import { useEffect, useRef } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useLoaded } from '../../app/loaded.ts'
import { PartNote } from '../../components/pageHead.tsx'
import { language } from '../../i18n/index.ts'
import { draft } from './draft.ts'
import type { YamlEditor } from './editor.ts'
import { settingsText } from './text/index.ts'

type Mistake = ResponseOf<'validateConfiguration'>['problems'][number]

interface EditorViewProps {
  readonly fileName: string
  readonly isReadOnly: boolean
  /** gets the editor once it is there */
  onReady(editor: YamlEditor): void
  onSave(): void
}

const placed = ({ severity, line, column, endColumn, message, fix }: Mistake) => ({
  severity,
  line,
  column,
  ...(endColumn !== undefined && { endColumn }),
  message: message[language.value],
  ...(fix && { fix: { ...fix, label: fix.label[language.value] } }),
})

/** The editor of the configuration; it is loaded when it is shown. */
export function EditorView({ fileName, isReadOnly, onReady, onSave }: EditorViewProps) {
  const words = settingsText()
  const host = useRef<HTMLDivElement>(null)
  const shown = useRef<YamlEditor | undefined>(undefined)
  const { result, again } = useLoaded(() => import('./editor.ts'), [])
  const module = result.state === 'loaded' ? result.value : undefined
  useEffect(() => {
    if (!module || !host.current) return
    const editor = module.createEditor({
      parent: host.current,
      text: draft.text.peek(),
      isReadOnly,
      words: { label: fileName, phrases: words.phrases, required: words.required, place: words.place },
      onChange: (text) => draft.edit(text),
      onSave,
    })
    shown.current = editor
    const ends = [
      draft.text.subscribe((text) => editor.setText(text)),
      draft.problems.subscribe((problems) =>
        editor.setMistakes(problems.filter(({ file }) => file === fileName).map(placed)),
      ),
    ]
    void callOwner('configurationSchema', {}).then(editor.setSchema, () => {})
    onReady(editor)
    return () => {
      for (const end of ends) end()
      editor.destroy()
    }
  }, [module, fileName, isReadOnly, language.value])
  if (result.state === 'failed') return <PartNote again={again} />
  return (
    <>
      {!module && <p class="soft">{words.editorLoading}</p>}
      <div ref={host} class="editor" />
    </>
  )
}
