import { type LocalizedText, sentences, type Text } from '../util/translate.ts'
import type { ProblemRow } from './offlineCause.ts'

/** What error codes of sockets and of TLS mean. Sources: errno(3), and the error codes of Node's dns, net and tls. */
const messages = {
  refused: {
    ko: '그곳에 연결을 받는 프로그램이 없습니다 ({code})',
    ja: 'そこに接続を受けるプログラムがありません（{code}）',
    en: 'nothing listens there ({code})',
    cause: 'refusedConnection',
  },
  closed: {
    ko: '연결이 끊겼습니다 ({code})',
    ja: '接続が切られました（{code}）',
    en: 'it broke off the connection ({code})',
    cause: 'connectionClosed',
  },
  noSuchAddress: {
    ko: '그 주소를 쓰는 기기가 없습니다 ({code})',
    ja: 'そのアドレスの機器がありません（{code}）',
    en: 'nothing has that address ({code})',
    cause: 'unreachableHost',
  },
  noNetwork: {
    ko: '이 기계가 네트워크에 연결되어 있지 않습니다 ({code})',
    ja: 'このマシンがネットワークにつながっていません（{code}）',
    en: 'this machine is in no network ({code})',
    cause: 'unreachableHost',
  },
  noSuchName: {
    ko: '그런 이름이 없습니다 ({code})',
    ja: 'その名前はありません（{code}）',
    en: 'there is no such name ({code})',
    cause: 'unknownHost',
  },
  nameUnknownNow: {
    ko: '지금은 그 이름을 찾아볼 수 없습니다 ({code})',
    ja: '今はその名前を調べられません（{code}）',
    en: 'its name cannot be looked up now ({code})',
    cause: 'unknownHost',
  },
  silent: {
    ko: '거기에서 대답이 없습니다 ({code})',
    ja: 'そこから返事がありません（{code}）',
    en: 'nothing answers there ({code})',
    cause: 'unreachableHost',
  },
  noTls: {
    ko: '그곳에서는 암호화(TLS)된 연결을 받지 않습니다 ({code})',
    ja: 'そこでは暗号化（TLS）された接続を受け付けません（{code}）',
    en: 'what listens there does not speak TLS ({code})',
    cause: 'noTls',
  },
  otherName: {
    ko: '인증서가 다른 이름의 것입니다 ({code})',
    ja: '証明書が別の名前のものです（{code}）',
    en: 'its certificate is made out to another name ({code})',
    cause: 'otherCertificateName',
  },
  untrusted: {
    ko: '인증서를 믿을 수 없습니다 ({code})',
    ja: '証明書を信頼できません（{code}）',
    en: 'its certificate is not trusted ({code})',
    cause: 'untrustedCertificate',
  },
} as const satisfies Readonly<Record<string, ProblemRow>>
const say = sentences(messages)

const meanings: Readonly<Record<string, keyof typeof messages>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  EHOSTUNREACH: 'noSuchAddress',
  EHOSTDOWN: 'noSuchAddress',
  ENETUNREACH: 'noNetwork',
  ENOTFOUND: 'noSuchName',
  EAI_AGAIN: 'nameUnknownNow',
  ETIMEDOUT: 'silent',
  EPROTO: 'noTls',
  ERR_TLS_CERT_ALTNAME_INVALID: 'otherName',
}

/** The codes of OpenSSL by which Node names what is wrong with a certificate or the chain behind it. */
const untrustedCodes =
  /^(ERR_TLS_CERT|CERT_|CRL_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(VERIFY|GET|DECODE|DECRYPT)|INVALID_(CA|PURPOSE))/

/**
 * What an error of a connection means, with its code. An error for the user says it itself; one of no known code stands for
 * itself, in the words of the system.
 */
export function describeNetworkError(error: Error & { readonly code?: unknown; readonly text?: LocalizedText }): Text {
  const { code = '', message, text } = error
  if (text !== undefined) return text
  const name = String(code)
  const known = Object.hasOwn(meanings, name) ? meanings[name] : undefined
  if (known !== undefined) return say(known, { code: name })
  if (untrustedCodes.test(name)) return say('untrusted', { code: name })
  // "wrong version number" are OpenSSL's own words, which come without a code of their own.
  if (/^ERR_SSL|wrong version number/.test(`${name} ${message}`)) return say('noTls', { code: name })
  return name === '' ? message : name
}
