import { YamlTextEditor } from '../../config/yaml/editor.ts'
import { parseSource } from '../../config/yaml/source.ts'
import { controlError } from '../../control/errors.ts'
import { explain } from '../../control/explanations/index.ts'
import type { ChangeOutcome, Explanation } from '../../control/operations/shapes.ts'
import type { ControlHandlers } from '../../http/admin/router.ts'
import { hashPassword, maxPasswordLength, minPasswordLength } from '../../oauth/password.ts'
import { TokenFile } from '../../oauth/tokenFile.ts'
import { noAnswers } from '../../setup/answers.ts'
import { applyAnswers } from '../../setup/applyAnswers.ts'
import { consoleFields } from '../../setup/consoleFields.ts'
import type { AccountLinking } from '../accountLinking.ts'
import type { EditableConfig } from '../configuration/editor.ts'
import type { LinkingProgress } from '../history/linkingProgress.ts'
import type { GatewaySettings } from '../settings.ts'
import { authorOf } from './configuration.ts'

type LinkingHandlers = Pick<
  ControlHandlers,
  | 'links'
  | 'revokeLinks'
  | 'accountLinking'
  | 'consoleForm'
  | 'checkRedirectUri'
  | 'allowRedirectUri'
  | 'users'
  | 'saveUser'
  | 'removeUser'
  | 'issueTestToken'
  | 'accessTokens'
  | 'issueAccessToken'
  | 'revokeAccessToken'
>

interface LinkingDependencies {
  settings(): GatewaySettings
  /** loaded on the first use */
  accountLinking(): Promise<AccountLinking>
  readonly config: EditableConfig
  readonly observation: { readonly linking: LinkingProgress }
  reloadTokens(): void
}

/** How long the token of the console's test is good, in milliseconds. */
const testTokenLifetimeMs = 30 * 86_400_000
const testTokenName = 'console (dashboard)'

/** The operations on account linking. */
export function createLinkingHandlers(gateway: LinkingDependencies): LinkingHandlers {
  const { settings, config, observation } = gateway
  return {
    links: async () => ({ links: [...(await gateway.accountLinking()).links()] }),
    revokeLinks: async ({ name = '' }) => (await gateway.accountLinking()).unlink(name),
    async accountLinking() {
      const { edition, server, linking, linkingDraft } = settings()
      const { clientId, clientSecret, redirectUris, users } = linkingDraft
      const problem = linking && (await gateway.accountLinking()).problem()
      return {
        edition,
        ...(server.publicUrl !== undefined && { publicUrl: server.publicUrl }),
        path: server.path,
        clientId,
        ...(clientSecret !== undefined && { clientSecret }),
        redirectUris: [...redirectUris],
        userCount: users,
        inForce: linking !== undefined,
        ...(problem !== undefined && { problem }),
      }
    },
    consoleForm() {
      const present = settings()
      return {
        fields: consoleFields.map(({ key, label, value, note, isSecret = false }) => {
          const text = value?.(present)
          return {
            key,
            label: label[present.edition],
            ...(text !== undefined && { value: text }),
            ...(note && { note: { ...note } }),
            isSecret,
            isMissing: text === undefined && !note,
          }
        }),
        redirectUris: [...present.linkingDraft.redirectUris],
        missing: missingForLinking(present),
        steps: observation.linking.steps(),
      }
    },
    checkRedirectUri({ uri }) {
      const allowed = allowedRedirects(settings())
      const nearest = allowed.toSorted((a, b) => commonLength(b, uri) - commonLength(a, uri))[0]
      const problem = redirectProblem(uri)
      const isAllowed = allowed.includes(uri)
      return {
        isAllowed,
        ...(!isAllowed && nearest !== undefined && { nearest, differsAt: commonLength(nearest, uri) }),
        ...(problem && { problem }),
      }
    },
    allowRedirectUri({ uri }, _signal, caller) {
      const problem = redirectProblem(uri)
      if (problem) throw controlError('badRequest', problem)
      const allowed = allowedRedirects(settings())
      return config.editor().change(authorOf(caller), (text) => {
        if (allowed.includes(uri)) return { text }
        const editor = new YamlTextEditor(text)
        // The one of the edition is allowed only while none is written, so it is written, too.
        editor.set(['linking', 'redirectUris'], [...allowed, uri])
        return { text: editor.text }
      })
    },
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
    issueTestToken: () => withTokens((file) => file.issue(testTokenName, testTokenLifetimeMs)),
    accessTokens: () =>
      withTokens((file) => ({
        tokens: file.list().map(({ name, created, expires }) => ({ name, createdAt: created, expiresAt: expires })),
      })),
    issueAccessToken: ({ name, lifetimeMs }) =>
      withTokens((file) => {
        if (file.has(name)) throw controlError('conflict', explain('tokenExists', { name }))
        return file.issue(name, lifetimeMs)
      }),
    revokeAccessToken: ({ name }) =>
      withTokens(async (file) => {
        if (!(await file.revoke(name))) throw controlError('notFound', explain('noSuchToken', { name }))
        return {}
      }),
  }

  /** Works on the file of access tokens; what was changed counts from then on. @throws controlError `conflict` if it cannot be used */
  async function withTokens<T>(work: (file: TokenFile) => T | Promise<T>): Promise<T> {
    const { state, hub } = settings()
    try {
      // That the file is damaged was logged when the gateway read it.
      const result = await work(new TokenFile(state, hub?.home, () => {}))
      gateway.reloadTokens()
      return result
    } catch (error) {
      if ('explanation' in (error as Error)) throw error
      throw controlError('conflict', explain('tokensNotKept', {}, { detail: (error as Error).message }))
    }
  }
}

/** What is still needed before somebody can link. */
export function missingForLinking({ server, linkingDraft }: GatewaySettings): Explanation[] {
  const { clientSecret, users } = linkingDraft
  const { publicUrl } = server
  return [
    ...(publicUrl === undefined ? [explain('missingPublicUrl')] : []),
    ...(publicUrl !== undefined && new URL(publicUrl).port !== '' ? [explain('missingPort443')] : []),
    ...(users === 0 ? [explain('missingUser')] : clientSecret === undefined ? [explain('missingSecret')] : []),
  ]
}

/** The redirect URIs that count: those of the configuration, else the edition's in both spellings. */
const allowedRedirects = ({ linking, linkingDraft }: GatewaySettings): readonly string[] =>
  linking?.redirectUris ?? linkingDraft.redirectUris

const redirectProblem = (uri: string): Explanation | undefined =>
  /^https:\/\/[\x21-\x7e]+$/.test(uri) && !uri.includes('#') && URL.canParse(uri)
    ? undefined
    : explain('redirectNotHttps')

/** How many characters two texts have in common from their beginning. */
function commonLength(a: string, b: string): number {
  const differing = [...a].findIndex((character, i) => character !== b[i])
  return differing === -1 ? a.length : differing
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
