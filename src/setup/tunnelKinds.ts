import { isIP, isIPv6 } from 'node:net'
import { isMap, isSeq, parseDocument } from 'yaml'
import * as z from 'zod'
import { YamlTextEditor } from '../config/yaml/editor.ts'
import { type LocalizedText, schemaMessage } from '../util/translate.ts'

const wordRule: LocalizedText = {
  ko: '영문자, 숫자와 . _ + = - 만 쓸 수 있습니다',
  ja: '英数字と . _ + = - だけが使えます',
  en: 'letters, digits and . _ + = - only',
}
const serverRule: LocalizedText = {
  ko: 'tunnel.example.com, tunnel.example.com:2222 또는 [2001:db8::1]:2222 처럼 쓰세요',
  ja: 'tunnel.example.com、tunnel.example.com:2222 または [2001:db8::1]:2222 のように書いてください',
  en: 'write it as tunnel.example.com, tunnel.example.com:2222 or [2001:db8::1]:2222',
}
const tokenRule: LocalizedText = {
  ko: '빈칸과 {{ 없이 영문자, 숫자와 기호로 200자까지입니다',
  ja: '空白と {{ を含まない英数字と記号で、200文字までです',
  en: 'letters, digits and signs, 200 at most, without blanks and without {{',
}
const idRule: LocalizedText = {
  ko: '"cloudflared tunnel list" 에 나오는 터널의 ID입니다',
  ja: '「cloudflared tunnel list」に出るトンネルのIDです',
  en: 'the id of a tunnel, as "cloudflared tunnel list" shows it',
}
const word = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._+=-]{0,199}$/, schemaMessage(wordRule))
const server = z.string().refine((text) => readAddress(text) !== undefined, schemaMessage(serverRule))
/** frpc evaluates the text between {{ and }} as a template (pkg/config/load.go of frp). */
const token = z.string().regex(/^(?!.*\{\{)[\x21-\x7e]{1,200}$/, schemaMessage(tokenRule))

/** The requested tunnel, and the settings that only the user knows. */
export const tunnelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cloudflared'),
    id: z.uuid(schemaMessage(idRule)),
  }),
  z.strictObject({ kind: z.literal('ssh'), server, user: word }),
  z.strictObject({ kind: z.literal('frp'), server, token }),
])
export type Tunnel = z.infer<typeof tunnelSchema>

/** Both ends of a tunnel. */
export interface TunnelEndpoint {
  /** the host name of the public address */
  readonly host: string
  /** where the gateway listens */
  readonly listen: Required<Address>
}

interface TunnelKind {
  /** its settings file */
  readonly file: string
  /** files that must be beside it, and that only the user can create */
  readonly companionFiles: readonly string[]
  /** the program of the tunnel */
  readonly program: string
  readonly questions: readonly {
    readonly key: string
    readonly question: LocalizedText
    /** the rule for a valid answer */
    readonly rule: LocalizedText
    readonly secret?: true
  }[]
  /** The settings with the answers and the endpoint filled in; `undefined` if they have no place for them. */
  readonly render: (
    settings: string,
    tunnel: Readonly<Record<string, string>>,
    ends: TunnelEndpoint,
  ) => string | undefined
}

/**
 * The text before a value, and the new value. Only the value of an existing line changes; a missing optional line is added
 * behind the first one, with `ifMissing` as its beginning.
 */
type SettingLine = readonly [before: RegExp, value: string | number | undefined, ifMissing?: string]

/** Replaces the values of lines; `undefined` if a line is missing. */
const replaceValues =
  (quote: (value: string | number) => string, valuePattern: RegExp, lines: readonly SettingLine[]) =>
  (settings: string): string | undefined =>
    lines.reduce<string | undefined>((text, [before, value, ifMissing]) => {
      if (value === undefined || text === undefined) return text
      const line = new RegExp(`${before.source}(${valuePattern.source})`, 'mi')
      if (line.test(text)) return text.replace(line, (_all, head: string) => `${head}${quote(value)}`)
      const first = new RegExp(`${lines[0]?.[0].source}.*$`, 'mi')
      if (ifMissing === undefined) return undefined
      return text.replace(first, (whole) => `${whole}\n${/^\s*/.exec(whole)?.[0]}${ifMissing}${quote(value)}`)
    }, settings)

const serverQuestion = {
  key: 'server',
  question: {
    ko: '서버의 주소 (필요하면 :포트)',
    ja: 'サーバーのアドレス（必要なら :ポート）',
    en: 'The address of your server (and :port, if it is another than usual)',
  },
  rule: serverRule,
} as const

/** The kinds of tunnels; their example settings are in `systemd/tunnels/`. */
export const tunnelKinds: Readonly<Record<Tunnel['kind'], TunnelKind>> = {
  cloudflared: {
    file: 'cloudflared.yml',
    companionFiles: ['cloudflared.json'],
    program: 'cloudflared',
    questions: [
      {
        key: 'id',
        question: { ko: '터널의 ID (UUID)', ja: 'トンネルのID（UUID）', en: 'The id of the tunnel (a UUID)' },
        rule: idRule,
      },
    ],
    render: (settings, { id = '' }, ends) => ingress(settings, id, ends),
  },
  ssh: {
    file: 'ssh.conf',
    companionFiles: ['ssh.key', 'ssh.known_hosts'],
    program: 'ssh',
    questions: [
      serverQuestion,
      {
        key: 'user',
        question: { ko: '그곳의 사용자 이름', ja: 'そこでのユーザー名', en: 'Your user name there' },
        rule: wordRule,
      },
    ],
    render(settings, { server = '', user = '' }, { listen }) {
      const { host, port } = readAddress(server) ?? { host: server }
      const lines: readonly SettingLine[] = [
        [/^([ \t]*HostName[ \t]+)/, host],
        [/^([ \t]*Port[ \t]+)/, port, 'Port '],
        [/^([ \t]*User[ \t]+)/, user],
        [/^([ \t]*RemoteForward[ \t]+\S+[ \t]+)/, authority(listen)],
      ]
      return replaceValues(String, /\S+/, lines)(settings)
    },
  },
  frp: {
    file: 'frp.toml',
    companionFiles: [],
    program: 'frpc',
    questions: [
      serverQuestion,
      {
        key: 'token',
        question: { ko: 'frps의 토큰', ja: 'frpsのトークン', en: 'The token of your frps' },
        rule: tokenRule,
        secret: true,
      },
    ],
    render(settings, { server = '', token = '' }, { host, listen }) {
      const { host: to, port } = readAddress(server) ?? { host: server }
      const lines: readonly SettingLine[] = [
        [/^(serverAddr[ \t]*=[ \t]*)/, to],
        [/^(serverPort[ \t]*=[ \t]*)/, port, 'serverPort = '],
        [/^(auth\.token[ \t]*=[ \t]*)/, token],
        [/^(localIP[ \t]*=[ \t]*)/, listen.host],
        [/^(localPort[ \t]*=[ \t]*)/, listen.port],
        [/^(customDomains[ \t]*=[ \t]*\[[ \t]*)/, host],
      ]
      // TOML's texts are JSON's here: printable ASCII with \" and \\.
      return replaceValues(JSON.stringify, /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\d+/, lines)(settings)
    },
  },
}

/** Changes the ingress rule with the gateway's host name, else the one that leads to it, else the first with a host name. */
function ingress(settings: string, id: string, { host, listen }: TunnelEndpoint): string | undefined {
  const rules = parseDocument(settings).get('ingress')
  if (!isSeq(rules)) return undefined
  const service = `http://${authority(listen)}`
  const is = (key: string, value?: string) => (rule: unknown) =>
    isMap(rule) && rule.has(key) && (value === undefined || rule.get(key) === value)
  const wanted = [is('hostname', host), is('service', service), is('hostname')]
  const at = wanted.map((one) => rules.items.findIndex(one)).find((index) => index !== -1)
  if (at === undefined) return undefined
  try {
    const editor = new YamlTextEditor(settings)
    for (const [path, value] of [
      [['tunnel'], id],
      [['ingress', at, 'hostname'], host],
      [['ingress', at, 'service'], service],
    ] as const)
      if (editor.get(path) !== value) editor.set(path, value)
    return editor.text
  } catch {
    return undefined
  }
}

/** A host, and a port if one was given. */
export interface Address {
  readonly host: string
  readonly port?: number
}

/** Parses a server: `a.example`, `a.example:2222`, `2001:db8::1`, `[2001:db8::1]:2222`. @returns `undefined` if it is none */
export function readAddress(text: string): Address | undefined {
  if (isIPv6(text)) return { host: text }
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = bracketed ?? plain ?? ''
  const isHost =
    bracketed === undefined ? isIP(host) === 4 || /^[A-Za-z0-9]([A-Za-z0-9._-]{0,252})$/.test(host) : isIPv6(host)
  if (!isHost) return undefined
  if (digits === undefined) return { host }
  const port = Number(digits)
  return port >= 1 && port <= 65535 ? { host, port } : undefined
}

/** `host:port` as in a URL, with an IPv6 address in brackets. */
export const authority = ({ host, port }: Required<Address>): string => `${isIPv6(host) ? `[${host}]` : host}:${port}`
