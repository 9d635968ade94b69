import { YamlTextEditor } from '../../../config/yaml/editor.ts'
import { parseSource } from '../../../config/yaml/source.ts'
import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { ChangeOutcome } from '../../../control/operations/shapes.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import { hashPassword, maxPasswordLength, minPasswordLength } from '../../../oauth/password.ts'
import { noAnswers } from '../../../setup/answers.ts'
import { applyAnswers } from '../../../setup/applyAnswers.ts'
import type { AccountLinking } from '../../accountLinking.ts'
import type { EditableConfig } from '../../configuration/editor.ts'
import type { GatewaySettings } from '../../settings.ts'
import { authorOf } from '../configuration/changes.ts'

type UserHandlers = Pick<ControlHandlers, 'users' | 'saveUser' | 'removeUser'>

interface UserDependencies {
  settings(): GatewaySettings
  /** loaded on the first use */
  accountLinking(): Promise<AccountLinking>
  readonly config: EditableConfig
}

/** The operations on the users who can link their CLOVA account. */
export function createUserHandlers(gateway: UserDependencies): UserHandlers {
  const { settings, config } = gateway
  return {
    async users() {
      const { linking } = settings()
      const links = linking ? (await gateway.accountLinking()).links() : []
      return {
        users: writtenUsers(config).map(({ name, appliances }) => {
          const own = links.filter(({ user, inForce }) => user === name && inForce)
          const lastUsed = own
            .map((link) => link.lastUsed)
            .toSorted()
            .at(-1)
          return {
            name,
            ...(appliances && { appliances: [...appliances] }),
            linkCount: own.length,
            ...(lastUsed !== undefined && { lastUsed }),
          }
        }),
      }
    },
    async saveUser({ name, password, appliances }, _signal, caller): Promise<ChangeOutcome> {
      const isThere = writtenUsers(config).some((one) => one.name === name)
      if (!isThere && password === undefined) throw controlError('badRequest', explain('passwordNeeded'))
      const isWrongLength =
        password !== undefined && (password.length < minPasswordLength || password.length > maxPasswordLength)
      if (isWrongLength)
        throw controlError('badRequest', explain('passwordLength', { min: minPasswordLength, max: maxPasswordLength }))
      const hash = password === undefined ? undefined : await hashPassword(password)
      const editor = config.editor()
      return editor.change(authorOf(caller), async (text) => {
        const users = hash === undefined ? [] : [{ name, password: hash }]
        const applied = await applyAnswers(text, { ...noAnswers, users }, settings().language, editor.secretNames())
        return { ...applied, text: withAppliances(applied.text, name, appliances) }
      })
    },
    removeUser({ name }, _signal, caller) {
      const index = writtenUsers(config).findIndex((one) => one.name === name)
      if (index === -1) throw controlError('notFound', explain('noSuchUser', { name }))
      return config.editor().change(authorOf(caller), (text) => {
        const editor = new YamlTextEditor(text)
        const users = editor.get(['linking', 'users']) as readonly unknown[]
        editor.set(
          ['linking', 'users'],
          users.filter((_, i) => i !== index),
        )
        return { text: editor.text }
      })
    },
  }
}

interface WrittenUser {
  readonly name: string
  readonly appliances?: readonly string[]
}

/** The users as the file has them now; the account of each needs a client secret to count. */
function writtenUsers(config: EditableConfig): readonly WrittenUser[] {
  const current = config.editor().read()
  const value = 'text' in current ? parseSource('', current.text).value : undefined
  const { linking } = (value ?? {}) as { readonly linking?: { readonly users?: unknown } }
  const users = Array.isArray(linking?.users) ? linking.users : []
  return users.flatMap((one: unknown) => {
    const { name, appliances } = (one ?? {}) as { readonly name?: unknown; readonly appliances?: unknown }
    if (typeof name !== 'string') return []
    return [{ name, ...(Array.isArray(appliances) && { appliances: appliances.map(String) }) }]
  })
}

function withAppliances(text: string, name: string, appliances: readonly string[] | null | undefined): string {
  if (appliances === undefined) return text
  const editor = new YamlTextEditor(text)
  const users = editor.get(['linking', 'users']) as readonly { readonly name?: unknown }[]
  const path = ['linking', 'users', users.findIndex((one) => one.name === name), 'appliances']
  if (appliances === null) editor.remove(path)
  else editor.set(path, [...appliances])
  return editor.text
}
