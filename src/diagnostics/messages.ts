import { type LocalizedText, localizer, untranslated } from '../util/translate.ts'

/** What the checks look at, in a word or two, by the English name. Names of the user, such as those of drivers, have no row. */
const subjects: Readonly<Record<string, LocalizedText>> = {
  'public address': { ko: '공개 주소', ja: '公開アドレス', en: 'public address' },
  DNS: { ko: 'DNS', ja: 'DNS', en: 'DNS' },
  certificate: { ko: '인증서', ja: '証明書', en: 'certificate' },
  tunnel: { ko: '터널', ja: 'トンネル', en: 'tunnel' },
  hub: { ko: '허브', ja: 'ハブ', en: 'hub' },
  'way in': { ko: '들어오는 길', ja: '外からの経路', en: 'way in' },
  'self-test': { ko: '자체 시험', ja: 'セルフテスト', en: 'self-test' },
  gateway: { ko: '게이트웨이', ja: 'ゲートウェイ', en: 'gateway' },
  version: { ko: '버전', ja: 'バージョン', en: 'version' },
  CLOVA: { ko: 'CLOVA', ja: 'CLOVA', en: 'CLOVA' },
  'signature key': { ko: '서명 키', ja: '署名の鍵', en: 'signature key' },
  access: { ko: '접근', ja: 'アクセス', en: 'access' },
  'account linking': { ko: '계정 연결', ja: 'アカウント連携', en: 'account linking' },
  'access tokens': { ko: '액세스 토큰', ja: 'アクセストークン', en: 'access tokens' },
  permit: { ko: '서비스 권한', ja: 'サービスの権限', en: 'permit' },
  appliances: { ko: '기기', ja: '機器', en: 'appliances' },
  files: { ko: '파일', ja: 'ファイル', en: 'files' },
  'state folder': { ko: '상태 폴더', ja: '状態フォルダー', en: 'state folder' },
  backups: { ko: '백업', ja: 'バックアップ', en: 'backups' },
  clock: { ko: '시계', ja: '時計', en: 'clock' },
  'time server': { ko: '시간 서버', ja: '時刻サーバー', en: 'time server' },
  'time zone': { ko: '시간대', ja: 'タイムゾーン', en: 'time zone' },
  disk: { ko: '디스크', ja: 'ディスク', en: 'disk' },
  'Node.js': { ko: 'Node.js', ja: 'Node.js', en: 'Node.js' },
  configuration: { ko: '설정', ja: '設定', en: 'configuration' },
}

/** The subject of a finding in all languages. */
export const localizeSubject = (subject: string): LocalizedText => subjects[subject] ?? untranslated(subject)

/**
 * All that the checks say, in all languages. `{x}` is a placeholder. A fix that is nothing but a command is no message: it is
 * the same in every language.
 */
export const checkMessages = {
  // Any check
  checkTimedOut: {
    ko: '{seconds}초 안에 끝나지 않았습니다',
    ja: '{seconds}秒以内に終わりませんでした',
    en: 'this did not end within {seconds} s',
  },
  checkFailed: {
    ko: '확인할 수 없었습니다: {reason}',
    ja: '調べられませんでした: {reason}',
    en: 'this could not be looked at: {reason}',
  },
  tellUs: {
    ko: 'clova-home support 로 보고서를 만들어 알려 주세요',
    ja: 'clova-home support で報告書を作り、知らせてください',
    en: 'clova-home support, and tell us',
  },

  // Configuration
  configRight: { ko: '{file} 은(는) 올바릅니다', ja: '{file} は正しく書かれています', en: '{file} is right' },
  configOldInForce: {
    ko: '실행 중인 게이트웨이는 이전 설정을 쓰고 있습니다. 아래는 그 설정에 대한 결과입니다',
    ja: '動いているゲートウェイは以前の設定を使っています。以下はその設定についての結果です',
    en: 'the gateway that runs goes on by the one before; what follows is of that',
  },
  configPartial: {
    ko: '고칠 때까지 계정 연결과 서비스 권한은 볼 수 없고, 연결은 실행 중인 게이트웨이가 알려 주는 만큼만 볼 수 있습니다',
    ja: '直すまで、アカウント連携とサービスの権限は調べられず、接続は動いているゲートウェイが知らせる分だけ調べられます',
    en: 'until that is mended, account linking and what is to be permitted cannot be looked at, and connections only as the gateway that runs tells of them',
  },

  // Public address
  noPublicUrl: {
    ko: 'server.publicUrl 이 없습니다. 집 밖의 경로는 확인할 수 없습니다',
    ja: 'server.publicUrl がありません。家の外の経路は調べられません',
    en: 'server.publicUrl is not written: what lies outside of this house cannot be looked at',
  },
  writePublicUrl: {
    ko: 'server: 아래에 publicUrl: https://your.name.example 을 쓰세요',
    ja: 'server: の下に publicUrl: https://your.name.example と書いてください',
    en: 'write under server: publicUrl: https://your.name.example',
  },
  addressIsNumber: {
    ko: '{name} 은(는) 숫자 주소입니다. 인증서에는 호스트 이름이 필요합니다',
    ja: '{name} は数字のアドレスです。証明書にはホスト名が必要です',
    en: '{name} is a number; a certificate needs a name',
  },
  writeName: {
    ko: 'server.publicUrl 에 호스트 이름을 쓰세요',
    ja: 'server.publicUrl にホスト名を書いてください',
    en: 'write a name as server.publicUrl',
  },
  noNameServer: {
    ko: '이름을 찾을 수 없습니다. 응답하는 네임 서버가 없습니다',
    ja: '名前を調べられません。応答するネームサーバーがありません',
    en: 'no name can be looked up: no name server answers',
  },
  nameUnknown: {
    ko: '호스트 이름 {name} 을(를) 찾을 수 없습니다 ({reason})',
    ja: 'ホスト名 {name} が見つかりません（{reason}）',
    en: 'the name {name} is not known ({reason})',
  },
  noAddress: { ko: '주소 없음', ja: 'アドレスなし', en: 'no address' },
  makeRecord: {
    ko: '이름을 관리하는 곳에서 레코드를 만들거나 (cloudflared: "cloudflared tunnel route dns TUNNEL {name}") server.publicUrl 을 고치세요',
    ja: '名前を管理しているところでレコードを作るか（cloudflared: "cloudflared tunnel route dns TUNNEL {name}"）、server.publicUrl を直してください',
    en: 'make its record where the name is kept (cloudflared: "cloudflared tunnel route dns TUNNEL {name}"), or mend server.publicUrl',
  },
  nameIsHere: {
    ko: '{name} 의 주소는 {list}, 곧 이 컴퓨터 자신입니다. 아래 결과는 터널을 거치지 않은 것입니다',
    ja: '{name} のアドレスは {list}、つまりこのマシン自身です。以下の結果はトンネルを通っていません',
    en: '{name} is {list}, which is this machine itself: what is found below does not go through the tunnel',
  },
  askOtherNameServer: {
    ko: '다른 네임 서버로, 또는 집 밖에서 다시 확인하세요',
    ja: '別のネームサーバーで、または家の外からもう一度確かめてください',
    en: 'look once more with another name server, or from outside',
  },
  nameIsPrivate: {
    ko: '{name} 의 주소는 {list}, 곧 집 안 네트워크의 주소입니다. 여기서는 터널을 확인할 수 없습니다',
    ja: '{name} のアドレスは {list}、つまり家のネットワークのアドレスです。ここからトンネルは調べられません',
    en: '{name} is {list}, an address of the home network: from here the tunnel cannot be looked at',
  },
  nslookupShows: {
    ko: 'nslookup {name} 1.1.1.1 을 실행하면 밖에서 보이는 주소가 나옵니다',
    ja: 'nslookup {name} 1.1.1.1 を実行すると、外から見えるアドレスが分かります',
    en: 'nslookup {name} 1.1.1.1 shows what the world sees',
  },
  nameIs: { ko: '{name} → {list}', ja: '{name} → {list}', en: '{name} is {list}' },
  hairpin: {
    ko: '{message}. 다만 CLOVA 자신은 {time} 에 들어왔으므로, 집 안에서만 그럴 수 있습니다 (공유기가 안에서 밖의 주소로 돌아오는 것을 막음)',
    ja: '{message}。ただしCLOVA自身は {time} に届いているので、家の中からだけの現象かもしれません（ルーターが内側から自分の公開アドレスへの通信を通さない）',
    en: '{message}; but CLOVA itself came through at {time}, so it may be so from inside only (no hairpin NAT)',
  },
  lookFromOutside: {
    ko: '집 밖에서, 예를 들어 Wi-Fi를 끈 휴대전화로 확인하세요. {fix}',
    ja: '家の外から、例えばWi-Fiを切った携帯電話で確かめてください。{fix}',
    en: 'look from outside, such as with a telephone without Wi-Fi. {fix}',
  },

  // Certificate
  certificateEnds: {
    ko: '유효 기간이 {days}일밖에 남지 않았고, 갱신되지 않았습니다',
    ja: '有効期間があと{days}日しかなく、更新されていません',
    en: 'it is good for {days} more day(s) only, and was not renewed',
  },
  certificateGood: {
    ko: '{host}, {date}까지 유효, 발급: {issuer}',
    ja: '{host}、{date}まで有効、発行: {issuer}',
    en: 'good for {host} until {date}, by {issuer}',
  },
  renewCertificate: {
    ko: 'sudo certbot renew (자체 인증서가 있는 터널은 스스로 갱신합니다: 터널을 다시 시작하세요)',
    ja: 'sudo certbot renew（独自の証明書を持つトンネルは自分で更新します: トンネルを再起動してください）',
    en: 'sudo certbot renew (a tunnel with a certificate of its own renews it by itself: restart it)',
  },
  takePublicAuthority: {
    ko: "Let's Encrypt 같은 신뢰할 수 있는 CA의 SSL/TLS 인증서를 쓰세요. 터널 서비스에는 대개 포함되어 있습니다",
    ja: "Let's Encryptなど、信頼された認証局の証明書を使ってください。トンネルのサービスにはふつう付いています",
    en: "take one of a public authority, such as Let's Encrypt; tunnels bring their own",
  },
  certificateExpired: {
    ko: '인증서, 또는 그 체인의 인증서가 만료되었습니다 ({date})',
    ja: '証明書、またはそのチェーンの証明書の期限が切れています（{date}）',
    en: 'it, or one of its chain, has run out ({date})',
  },
  certificateNotYet: {
    ko: '{date} 전에는 유효하지 않습니다. 또는 이 컴퓨터의 시계가 틀렸습니다',
    ja: '{date} より前は有効ではありません。またはこのマシンの時計が狂っています',
    en: 'it is not good before {date}; or the clock of this machine is wrong',
  },
  certificateOtherName: {
    ko: '{names} 의 인증서이고, {host} 의 것이 아닙니다',
    ja: '{names} の証明書で、{host} のものではありません',
    en: 'it is made out to {names} and not to {host}',
  },
  certificateForHost: {
    ko: '{host} 의 인증서를 발급받거나, server.publicUrl 을 고치세요',
    ja: '{host} の証明書を取るか、server.publicUrl を直してください',
    en: 'have one made for {host}, or mend server.publicUrl',
  },
  chainIncomplete: {
    ko: '인증서 체인이 완전하지 않습니다. 루트와의 사이에 있는 {issuer} 의 인증서를 함께 보내지 않습니다 (브라우저는 넘어가지만 CLOVA는 그렇지 않습니다)',
    ja: '証明書のチェーンが不完全です。ルートとの間にある {issuer} の証明書が一緒に送られていません（ブラウザは許しますが、CLOVAは許しません）',
    en: 'the chain is not complete: the certificate of {issuer} between it and its root is not sent along (browsers forgive that, CLOVA does not)',
  },
  serveFullChain: {
    ko: '체인 전체를 보내세요: cert.pem 대신 fullchain.pem',
    ja: 'チェーン全体を送ってください: cert.pem の代わりに fullchain.pem',
    en: 'serve the whole chain: fullchain.pem in place of cert.pem',
  },
  unknownAuthority: {
    ko: '서명한 {issuer} 은(는) 널리 신뢰되는 CA가 아닙니다',
    ja: '署名した {issuer} は、広く信頼された認証局ではありません',
    en: '{issuer}, who signed it, is no authority that everybody knows',
  },
  selfSigned: { ko: '자체 서명 인증서입니다', ja: '自己署名の証明書です', en: 'it is signed by itself' },
  notTrusted: {
    ko: '아무도 신뢰하지 않을 인증서입니다 ({code}). 서명: {issuer}',
    ja: 'だれも信頼しない証明書です（{code}）。署名: {issuer}',
    en: 'nobody would trust it ({code}); it is signed by {issuer}',
  },
  nobodyNamed: { ko: '이름 없음', ja: '名前なし', en: 'nobody named' },

  // Tunnel and hub
  tunnelRuns: { ko: '{name} 실행 중', ja: '{name} は動いています', en: '{name} runs' },
  tunnelStopped: {
    ko: '{name} 이(가) 실행되고 있지 않습니다 ({active}, {sub})',
    ja: '{name} が動いていません（{active}、{sub}）',
    en: '{name} does not run ({active}, {sub})',
  },
  hubUnknown: {
    ko: '실행 중인 게이트웨이가 아직 허브를 모릅니다',
    ja: '動いているゲートウェイはまだハブを知りません',
    en: 'the running gateway does not know of it yet',
  },
  hubConnected: {
    ko: '{since} 부터 {server} 에 연결됨',
    ja: '{since} から {server} に接続中',
    en: 'connected to {server} since {since}',
  },
  hubDisconnected: {
    ko: '{since} 부터 {servers} 중 어디에도 연결되어 있지 않습니다',
    ja: '{since} から {servers} のどれにも接続していません',
    en: 'not connected to any of {servers} since {since}',
  },
  hubWayOut: {
    ko: '이 주소들로 나가는 길이 필요합니다. 길이 있다면, 이 집이 아직 등록되어 있는지 허브의 운영자에게 물어보세요',
    ja: 'これらのアドレスへ出る経路が必要です。経路があるなら、この家がまだ登録されているかハブの運営者に尋ねてください',
    en: 'this home needs a way out to these addresses; if there is one, ask who runs the hub whether this home is still enrolled',
  },

  // Way in
  unreachable: {
    ko: '{endpoint} 에 닿지 않습니다: {reason}',
    ja: '{endpoint} に届きません: {reason}',
    en: '{endpoint} cannot be reached: {reason}',
  },
  nobodyListens: {
    ko: '연결을 받는 프로그램이 없습니다',
    ja: '接続を受けるプログラムがありません',
    en: 'nobody listens there',
  },
  nobodyAnswers: { ko: '응답이 없습니다', ja: '応答がありません', en: 'nobody answers there' },
  noAnswerInTime: {
    ko: '제때 응답이 없습니다',
    ja: '時間内に応答がありません',
    en: 'nobody answers there in time',
  },
  noRoute: { ko: '그곳으로 가는 경로가 없습니다', ja: 'そこへの経路がありません', en: 'there is no way there' },
  connectionCut: { ko: '연결이 끊겼습니다', ja: '接続が切れました', en: 'the connection was cut' },
  nameNotFound: { ko: '호스트 이름을 찾을 수 없습니다', ja: 'ホスト名が見つかりません', en: 'the name is not known' },
  nameServerSilent: {
    ko: '네임 서버가 응답하지 않습니다',
    ja: 'ネームサーバーが応答しません',
    en: 'no name server answers',
  },
  otherAnswers: {
    ko: '게이트웨이가 아닌 다른 것이 응답합니다 (상태 {status}{server})',
    ja: 'ゲートウェイではない別のものが応答しています（ステータス {status}{server}）',
    en: 'something else than the gateway answers there (status {status}{server})',
  },
  fromServer: { ko: ', 서버 {server}', ja: '、サーバー {server}', en: ', from {server}' },
  endTunnelAt: {
    ko: '터널이 {url} 로 이어지게 하세요',
    ja: 'トンネルを {url} につないでください',
    en: 'let the tunnel end at {url}',
  },
  answersIn: {
    ko: '게이트웨이가 {ms} ms 만에 응답합니다',
    ja: 'ゲートウェイが {ms} ms で応答します',
    en: 'the gateway answers there, in {ms} ms',
  },
  answersSlowly: {
    ko: '게이트웨이가 응답하지만 {ms} ms 가 걸립니다. CLOVA는 8초 뒤에 포기합니다',
    ja: 'ゲートウェイは応答しますが {ms} ms かかります。CLOVAは8秒であきらめます',
    en: 'the gateway answers, but the way takes {ms} ms, and CLOVA gives up after 8 s',
  },
  answersTooSlowly: {
    ko: '게이트웨이가 응답하지만 {ms} ms 가 걸립니다. CLOVA는 8초 뒤에 포기하므로 느린 기기는 늦습니다',
    ja: 'ゲートウェイは応答しますが {ms} ms かかります。CLOVAは8秒であきらめるので、遅い機器は間に合いません',
    en: 'the gateway answers, but the way takes {ms} ms, and CLOVA gives up after 8 s: a slow device comes too late',
  },
  nearerTunnel: {
    ko: '{command}; 그래도 그대로면 한국과 일본에서 가까운 터널을 쓰세요',
    ja: '{command}; それでも変わらなければ、韓国と日本に近いトンネルを使ってください',
    en: '{command}; if it stays so, take a tunnel whose other end is nearer to Korea and Japan',
  },

  // Intermediaries
  cloudflareChallenge: {
    ko: 'Cloudflare가 사람인지 확인하려고 합니다 (봇 확인). CLOVA는 통과할 수 없습니다',
    ja: 'Cloudflareが人間かどうかを確かめようとしています（ボットの確認）。CLOVAは通れません',
    en: 'Cloudflare wants to see whether a human comes (a bot challenge), which CLOVA is not',
  },
  cloudflareChallengeFix: {
    ko: 'Cloudflare에서 Security > Settings 의 Bot Fight Mode와 Under Attack mode를 끄고 (앞의 것은 규칙으로 건너뛸 수 없습니다), Security > Security rules 에 경로 {path} 의 custom rule을 Skip (all) 으로 만드세요',
    ja: 'Cloudflareで Security > Settings のBot Fight ModeとUnder Attack modeを切り（前者はルールでは避けられません）、Security > Security rules にパス {path} のcustom ruleを Skip (all) で作ってください',
    en: 'in Cloudflare: Security > Settings, Bot Fight Mode and Under Attack mode off (no rule skips the first), then Security > Security rules, a custom rule for the path {path} with the action Skip (all)',
  },
  cloudflareAccess: {
    ko: 'Cloudflare Access가 로그인을 요구합니다. CLOVA는 로그인할 수 없습니다',
    ja: 'Cloudflare Accessがログインを求めています。CLOVAはログインできません',
    en: 'Cloudflare Access asks whoever comes to log in, which CLOVA cannot',
  },
  cloudflareAccessFix: {
    ko: 'Cloudflare Zero Trust의 Access > Applications 에서 경로 {path} 에 everyone 에 대한 Bypass 정책을 만드세요',
    ja: 'Cloudflare Zero Trustの Access > Applications で、パス {path} に everyone のBypassポリシーを作ってください',
    en: 'in Cloudflare Zero Trust: Access > Applications, a policy Bypass for everyone on the path {path}',
  },
  redirects: {
    ko: '{target} 로 보냅니다 (상태 {status}). CLOVA는 따라가지 않습니다',
    ja: '{target} へ転送しています（ステータス {status}）。CLOVAは転送をたどりません',
    en: 'it sends whoever comes on to {target} (status {status}), and CLOVA does not follow',
  },
  redirectsFix: {
    ko: 'server.publicUrl 에 마지막 주소를 쓰거나, {path} 의 전달을 없애세요',
    ja: 'server.publicUrl に転送先のアドレスを書くか、{path} の転送をやめてください',
    en: 'write as server.publicUrl where it ends, or end the redirect of {path}',
  },
  recordLeadsNowhere: {
    ko: 'Cloudflare에 있는 이름의 레코드가 아무 데로도 이어지지 않습니다 (오류 {code})',
    ja: 'Cloudflareにある名前のレコードがどこにもつながっていません（エラー {code}）',
    en: 'the record of the name at Cloudflare leads nowhere (error {code})',
  },
  tunnelNotConnected: {
    ko: '터널이 Cloudflare에 연결되어 있지 않습니다 (오류 {code})',
    ja: 'トンネルがCloudflareに接続していません（エラー {code}）',
    en: 'the tunnel is not connected to Cloudflare (error {code})',
  },
  browsersOnly: {
    ko: 'Cloudflare가 브라우저만 들여보냅니다 (오류 1010)',
    ja: 'Cloudflareがブラウザだけを通しています（エラー 1010）',
    en: 'Cloudflare lets in browsers only (error 1010)',
  },
  browsersOnlyFix: {
    ko: 'Cloudflare의 Security > Settings 에서 Browser Integrity Check를 끄거나, {path} 에서 끄는 configuration rule을 만드세요',
    ja: 'Cloudflareの Security > Settings でBrowser Integrity Checkを切るか、{path} で切るconfiguration ruleを作ってください',
    en: 'in Cloudflare: Security > Settings, Browser Integrity Check off, or a configuration rule that ends it for {path}',
  },
  cloudflareRule: {
    ko: 'Cloudflare의 규칙이 이곳에서 오는 요청을 막습니다 (오류 {code})',
    ja: 'Cloudflareのルールが、ここからのリクエストを止めています（エラー {code}）',
    en: 'a rule at Cloudflare lets nobody in from here (error {code})',
  },
  cloudflareRuleFix: {
    ko: 'Cloudflare의 Security > Events 에 어느 규칙인지 나옵니다. 한국과 일본에서 {path} 로 오는 요청을 통과시키세요',
    ja: 'Cloudflareの Security > Events にどのルールか出ています。韓国と日本からの {path} へのリクエストを通してください',
    en: 'in Cloudflare: Security > Events shows which rule; let requests to {path} through, from Korea and Japan too',
  },
  cloudflaredNoService: {
    ko: '터널은 연결되어 있지만 그 끝에서 게이트웨이를 찾지 못합니다 (상태 {status})',
    ja: 'トンネルはつながっていますが、その先にゲートウェイが見つかりません（ステータス {status}）',
    en: 'the tunnel is up, and does not find the gateway at its other end (status {status})',
  },
  cloudflaredNoServiceFix: {
    ko: '터널의 service를 {url} 로 하세요. 게이트웨이가 실행되고 있지 않으면: {command}',
    ja: 'トンネルのserviceを {url} にしてください。ゲートウェイが動いていなければ: {command}',
    en: 'let its service be {url}; if the gateway does not run: {command}',
  },
  cloudflareUpstream: {
    ko: 'Cloudflare가 이 집에 닿지 못합니다: {reason} (오류 {status})',
    ja: 'Cloudflareがこの家に届きません: {reason}（エラー {status}）',
    en: 'Cloudflare does not reach this house: it meets {reason} (error {status})',
  },
  upstream520: {
    ko: '비어 있거나 알 수 없는 응답',
    ja: '空の、または不明な応答',
    en: 'an answer that is empty or unknown',
  },
  upstream521: {
    ko: '연결을 받는 프로그램이 없음',
    ja: '接続を受けるプログラムがない',
    en: 'nobody who listens',
  },
  upstream522: { ko: '제때 연결되지 않음', ja: '時間内に接続できない', en: 'nobody who answers in time' },
  upstream523: { ko: '경로가 없음', ja: '経路がない', en: 'no way there' },
  upstream524: { ko: '제때 응답이 없음', ja: '時間内に応答がない', en: 'no answer in time' },
  upstream525: { ko: 'TLS 연결이 맺어지지 않음', ja: 'TLSの接続ができない', en: 'nobody who speaks TLS as it does' },
  upstream526: { ko: '올바르지 않은 인증서', ja: '正しくない証明書', en: 'a certificate that is not good' },
  cloudflareUpstreamFix: {
    ko: '포트를 여는 대신 터널을 쓰거나, 그 포트가 게이트웨이로 이어지는지 확인하세요',
    ja: 'ポートを開ける代わりにトンネルを使うか、そのポートがゲートウェイにつながっているか確かめてください',
    en: 'take a tunnel in place of an open port, or see that the port leads to the gateway',
  },
  ngrokNoAgent: {
    ko: '이 주소를 맡은 ngrok 에이전트가 없습니다',
    ja: 'このアドレスを受け持つngrokのエージェントがありません',
    en: 'no agent of ngrok serves this address',
  },
  ngrokNoGateway: {
    ko: 'ngrok 에이전트가 게이트웨이를 찾지 못합니다',
    ja: 'ngrokのエージェントがゲートウェイを見つけられません',
    en: 'the agent of ngrok does not find the gateway',
  },
  ngrokNoGatewayFix: {
    ko: 'ngrok http {address}; 게이트웨이가 실행되고 있지 않으면: {command}',
    ja: 'ngrok http {address}; ゲートウェイが動いていなければ: {command}',
    en: 'ngrok http {address}; if the gateway does not run: {command}',
  },
  ngrokUsedUp: {
    ko: 'ngrok 계정의 이번 달 사용량이 다 찼습니다',
    ja: 'ngrokのアカウントの今月の使用量を使い切りました',
    en: 'the account of ngrok has used up its month',
  },
  ngrokBilling: {
    ko: 'dashboard.ngrok.com/billing 을 보세요',
    ja: 'dashboard.ngrok.com/billing を見てください',
    en: 'see dashboard.ngrok.com/billing',
  },
  ngrokItself: { ko: 'ngrok 자신이 응답합니다', ja: 'ngrok自身が応答しています', en: 'ngrok answers itself' },
  ngrokError: { ko: '{message} ({code})', ja: '{message}（{code}）', en: '{message} ({code})' },
  seePage: { ko: '{url} 을 보세요', ja: '{url} を見てください', en: 'see {url}' },
  frpsNoClient: {
    ko: 'frps가 응답하지만, 이 이름을 맡은 클라이언트가 없거나 그 끝에 게이트웨이가 없습니다',
    ja: 'frpsが応答していますが、この名前を受け持つクライアントがないか、その先にゲートウェイがありません',
    en: 'frps answers, and nobody serves this name there, or the gateway is not at the other end',
  },
  frpsNoClientFix: {
    ko: 'sudo systemctl restart clova-home-tunnel@frp && journalctl -u clova-home-tunnel@frp -n 20 --no-pager; customDomains 는 {name}, localPort 는 {port} 이어야 합니다',
    ja: 'sudo systemctl restart clova-home-tunnel@frp && journalctl -u clova-home-tunnel@frp -n 20 --no-pager; customDomains は {name}、localPort は {port} でなければなりません',
    en: 'sudo systemctl restart clova-home-tunnel@frp && journalctl -u clova-home-tunnel@frp -n 20 --no-pager; its customDomains must name {name}, its localPort {port}',
  },
  wayInNoGateway: {
    ko: '들어오는 길은 있지만 그 끝에서 게이트웨이를 찾지 못합니다 (상태 {status}{server})',
    ja: '外からの経路はありますが、その先にゲートウェイが見つかりません（ステータス {status}{server}）',
    en: 'the way in is there, and does not find the gateway at its other end (status {status}{server})',
  },
  wayInNoGatewayFix: {
    ko: '터널이 {url} 로 이어지게 하세요: {tunnel}; 게이트웨이가 실행되고 있지 않으면: {gateway}',
    ja: 'トンネルを {url} につないでください: {tunnel}; ゲートウェイが動いていなければ: {gateway}',
    en: 'let the tunnel end at {url}: {tunnel}; if the gateway does not run: {gateway}',
  },
  pathChanged: {
    ko: '게이트웨이가 응답하지만 그 경로를 모릅니다. 터널이 경로를 바꾸거나 server.path 가 다릅니다',
    ja: 'ゲートウェイが応答していますが、そのパスを知りません。トンネルがパスを変えているか、server.path が違います',
    en: 'a gateway answers there, and knows no such path: the tunnel changes it, or server.path is another',
  },
  pathChangedFix: {
    ko: '터널이 경로를 그대로 전달하게 하세요. server.path 는 {path} 입니다',
    ja: 'トンネルがパスをそのまま渡すようにしてください。server.path は {path} です',
    en: 'let the tunnel hand on the path as it comes; server.path is {path}',
  },
  otherNoSuchPage: {
    ko: '게이트웨이가 아닌 다른 것이 응답하고, 그런 페이지가 없다고 합니다 (상태 404{server})',
    ja: 'ゲートウェイではない別のものが応答し、そのページはないと言っています（ステータス 404{server}）',
    en: 'something else than the gateway answers there, and knows no such page (status 404{server})',
  },
  rateLimited: {
    ko: '중간의 무엇인가가 요청 수를 제한합니다 (상태 429{server})',
    ja: '途中の何かがリクエストの数を制限しています（ステータス 429{server}）',
    en: 'something on the way lets through only so many requests (status 429{server})',
  },
  rateLimitedFix: {
    ko: '경로 {path} 의 제한을 없애세요',
    ja: 'パス {path} の制限を外してください',
    en: 'take the limit off the path {path}',
  },
  forbidden: {
    ko: '중간의 무엇인가가 막습니다 (상태 403{server}): 방화벽이나 국가별 규칙',
    ja: '途中の何かが止めています（ステータス 403{server}）: ファイアウォール、または国ごとのルール',
    en: 'something on the way lets nobody in (status 403{server}): a firewall, or a rule by country',
  },
  forbiddenFix: {
    ko: '한국과 일본에서 {path} 로 오는 요청을 통과시키세요',
    ja: '韓国と日本からの {path} へのリクエストを通してください',
    en: 'let requests to {path} through, from Korea and Japan too',
  },

  // Self-test
  selfTestGood: {
    ko: '서명한 요청이 밖으로 나가 공개 주소로 들어왔고, {ms} ms 만에 응답을 받았습니다',
    ja: '署名したリクエストが外へ出て公開アドレスから入り、{ms} ms で応答を受けました',
    en: 'a signed request went out, came in by the public address and was answered in {ms} ms',
  },
  selfTestLost: {
    ko: '서명한 요청을 공개 주소로 보냈지만 여기에 오지 않았고 응답도 없습니다. 터널이 받고 전달하지 않습니다',
    ja: '署名したリクエストを公開アドレスへ送りましたが、ここに届かず、応答もありません。トンネルが受け取って渡していません',
    en: 'a signed request went to the public address, did not come here, and nothing answered in time: the tunnel takes it and does not hand it on',
  },
  selfTestAnswerLost: {
    ko: '서명한 요청이 공개 주소로 들어왔지만 게이트웨이의 응답이 제때 돌아오지 않았습니다. 터널이 응답을 돌려주지 않습니다',
    ja: '署名したリクエストは公開アドレスから入りましたが、ゲートウェイの応答が時間内に戻りませんでした。トンネルが応答を返していません',
    en: 'a signed request came in by the public address, and the answer of the gateway did not come back in time: the tunnel keeps it',
  },
  answerAltered: {
    ko: '요청은 온전히 들어왔지만 응답이 보낸 그대로 돌아오지 않았습니다 (상태 {status})',
    ja: 'リクエストはそのまま届きましたが、応答が送ったとおりに戻りませんでした（ステータス {status}）',
    en: 'the request came in whole, but its answer did not come back as it was sent (status {status})',
  },
  answerAlteredFix: {
    ko: '터널이 응답을 그대로 전달하게 하세요: 내용을 바꾸거나 자체 오류 페이지로 바꾸지 않게',
    ja: 'トンネルが応答をそのまま渡すようにしてください: 書き換えも独自のエラーページもなしに',
    en: 'let the tunnel hand on answers as they are: no rewriting, no error pages of its own',
  },
  requestAltered: {
    ko: '요청이 보낸 것과 다른 바이트로 들어왔습니다. CLOVA의 서명이 맞을 수 없습니다',
    ja: 'リクエストが送ったものと違うバイトで届きました。CLOVAの署名は決して合いません',
    en: 'the request came in with other bytes than were sent: signatures of CLOVA will never be right',
  },
  requestAlteredFix: {
    ko: '터널이 본문을 그대로 전달하게 하세요: 필터나 변환 없이',
    ja: 'トンネルが本文をそのまま渡すようにしてください: フィルターも書き換えもなしに',
    en: 'let the tunnel hand on bodies as they are: no filter, no rewriting',
  },
  signatureLost: {
    ko: '요청이 SignatureCEK 헤더 없이 들어왔습니다. CLOVA의 요청은 거부됩니다',
    ja: 'リクエストがヘッダー SignatureCEK なしで届きました。CLOVAのリクエストは拒否されます',
    en: 'the request came in without its header SignatureCEK: CLOVA will be refused',
  },
  signatureLostFix: {
    ko: '터널이 모든 헤더를 전달하게 하세요',
    ja: 'トンネルがすべてのヘッダーを渡すようにしてください',
    en: 'let the tunnel hand on all headers',
  },
  otherGateway: {
    ko: '그곳에서 응답하는 것은 다른 게이트웨이입니다. 요청이 여기에 오지 않았습니다',
    ja: 'そこで応答しているのは別のゲートウェイです。リクエストはここに届きませんでした',
    en: 'a gateway answers there, and it is not this one: the request did not come here',
  },
  otherGatewayFix: {
    ko: '다른 컴퓨터의 터널 또는 게이트웨이를 끄세요',
    ja: '別のマシンのトンネルかゲートウェイを止めてください',
    en: 'end the tunnel, or the gateway, on the other machine',
  },
  selfTestElsewhere: {
    ko: '요청이 여기에 오지 않았습니다 (상태 {status}). 이유는 위에 있습니다',
    ja: 'リクエストはここに届きませんでした（ステータス {status}）。理由は上にあります',
    en: 'the request did not come here (status {status}); why is told above',
  },

  // Gateway
  changeNotInForce: {
    ko: '바뀐 설정은 쓰이지 않고 그 전의 설정으로 움직입니다: {reason}',
    ja: '変更後の設定は有効ではなく、前の設定で動いています: {reason}',
    en: 'the changed configuration is not in force, the one before is: {reason}',
  },
  noConfigurationInForce: {
    ko: '쓸 수 있는 설정이 없어서 CLOVA에 대답하지 않습니다: {reason}',
    ja: '使える設定がないため、CLOVAに答えていません: {reason}',
    en: 'no configuration is in force, and CLOVA is not answered: {reason}',
  },
  gatewayNoneRuns: {
    ko: '실행되고 있지 않습니다. {address} 에서 연결을 받는 프로그램이 없습니다',
    ja: '動いていません。{address} で接続を受けるプログラムがありません',
    en: 'none runs: nobody listens on {address}',
  },
  startGateway: {
    ko: 'sudo systemctl start clova-home (또는: clova-home run)',
    ja: 'sudo systemctl start clova-home（または: clova-home run）',
    en: 'sudo systemctl start clova-home (or: clova-home run)',
  },
  gatewayCannotBeAsked: {
    ko: '실행 중이지만 물어볼 수 없습니다: {reason}',
    ja: '動いていますが、問い合わせできません: {reason}',
    en: 'it runs, but cannot be asked: {reason}',
  },
  foreignListener: {
    ko: '{address} 에서 연결을 받는 것은 이 설정의 게이트웨이가 아닙니다{listener}',
    ja: '{address} で接続を受けているのは、この設定のゲートウェイではありません{listener}',
    en: 'what listens on {address} is not the gateway of this configuration{listener}',
  },
  listenerIs: { ko: ' ({name}, 프로세스 {id})', ja: '（{name}、プロセス {id}）', en: ' (it is {name}, process {id})' },
  foreignListenerFix: {
    ko: "sudo ss -ltnp 'sport = :{port}' 로 누구인지 확인해 끝내거나, server.listen 을 바꾸세요",
    ja: "sudo ss -ltnp 'sport = :{port}' で何か確かめて終わらせるか、server.listen を変えてください",
    en: "sudo ss -ltnp 'sport = :{port}' shows who it is; end it, or write another server.listen",
  },
  gatewayRuns: {
    ko: '버전 {version}, {address}, 실행한 지 {uptime}',
    ja: 'バージョン {version}、{address}、起動から{uptime}',
    en: 'version {version} listens on {address}, for {uptime}',
  },
  gatewayIdle: {
    ko: '버전 {version}, 실행한 지 {uptime}. 쓸 수 있는 설정이 없어 CLOVA의 요청을 받지 않습니다',
    ja: 'バージョン {version}、起動から{uptime}。使える設定がないため、CLOVAのリクエストを受けていません',
    en: 'version {version} has run for {uptime}; it has no configuration to use, and takes no requests of CLOVA',
  },
  uptimeSeconds: { ko: '{n}초', ja: '{n}秒', en: '{n} s' },
  uptimeMinutes: { ko: '{n}분', ja: '{n}分', en: '{n} minutes' },
  uptimeHours: { ko: '{n}시간', ja: '{n}時間', en: '{n} hours' },
  uptimeDays: { ko: '{n}일', ja: '{n}日', en: '{n} days' },
  otherAddress: {
    ko: '{actual} 에서 연결을 받고 있는데 설정에는 {configured} 입니다. 바꾼 것이 적용되지 않았습니다',
    ja: '{actual} で接続を受けていますが、設定では {configured} です。変更が反映されていません',
    en: 'it listens on {actual}, and the configuration says {configured}: the change is not in force',
  },
  otherAddressFix: {
    ko: "sudo ss -ltnp 'sport = :{port}' 로 그 포트를 쓰는 것을 확인해 끝내세요. 게이트웨이는 잠시 뒤 스스로 다시 시도합니다",
    ja: "sudo ss -ltnp 'sport = :{port}' でそのポートを使っているものを確かめて終わらせてください。ゲートウェイはしばらくすると自分でもう一度試します",
    en: "sudo ss -ltnp 'sport = :{port}' shows who has that port; end it, and the gateway tries again by itself",
  },
  otherVersion: {
    ko: '{installed} 이(가) 설치되어 있는데 {running} 이(가) 실행 중입니다',
    ja: '{installed} がインストールされていますが、{running} が動いています',
    en: '{installed} is installed, and {running} runs',
  },
  clovaLastHeard: {
    ko: '마지막 요청: {time}',
    ja: '最後のリクエスト: {time}',
    en: 'was last heard at {time}',
  },
  clovaNeverHeard: {
    ko: '게이트웨이가 시작된 뒤로 CLOVA가 서명한 요청이 오지 않았습니다',
    ja: 'ゲートウェイが起動してから、CLOVAが署名したリクエストは届いていません',
    en: 'no request that CLOVA signed has come since the gateway started',
  },
  sayToSpeaker: {
    ko: '스피커에 말해 보거나, 개발자 콘솔의 Discovery 테스트를 실행하세요',
    ja: 'スピーカーに話しかけるか、開発者コンソールのDiscoveryテストを実行してください',
    en: 'say something to the speaker, or run the Discovery test of the developer console',
  },
  clovaNotThroughTunnel: {
    ko: 'CLOVA가 서명한 요청이 {time} 에 왔지만, 터널을 거쳤다는 흔적이 없습니다',
    ja: 'CLOVAが署名したリクエストが {time} に届きましたが、トンネルを通った形跡がありません',
    en: 'a request that CLOVA signed came at {time}, and nothing shows that it came through the tunnel',
  },
  addForwardedFor: {
    ko: '터널이 끝나는 프록시가 X-Forwarded-For 를 붙이게 하세요. nginx: proxy_set_header X-Forwarded-For $remote_addr;',
    ja: 'トンネルの先のプロキシが X-Forwarded-For を付けるようにしてください。nginx: proxy_set_header X-Forwarded-For $remote_addr;',
    en: 'let what the tunnel ends at add X-Forwarded-For; nginx: proxy_set_header X-Forwarded-For $remote_addr;',
  },

  // Signature key
  foreignKey: {
    ko: 'signature.publicKey 가 CLOVA의 키가 아닙니다 ({source}). 시험용 키라면 CLOVA의 요청은 거부됩니다',
    ja: 'signature.publicKey がCLOVAの鍵ではありません（{source}）。試験用の鍵なら、CLOVAのリクエストは拒否されます',
    en: "signature.publicKey is another than CLOVA's own ({source}): CLOVA itself will be refused if it is only a test key",
  },
  removeSignature: {
    ko: '설정에서 signature: 를 지우세요',
    ja: '設定から signature: を消してください',
    en: 'take signature: out of the configuration',
  },
  keyNotGiven: {
    ko: '{source} 에서 받을 수 없습니다: {reason}. {date} 에 저장한 사본을 쓰고 있습니다',
    ja: '{source} から取れません: {reason}。{date} に保存した写しを使っています',
    en: '{source} does not give it: {reason}; the copy of {date} is in force',
  },
  keyNotGivenNoCopy: {
    ko: '{source} 에서 받을 수 없습니다: {reason}. 사본도 없어 어떤 요청도 받지 않습니다',
    ja: '{source} から取れません: {reason}。写しもないので、どのリクエストも受け付けません',
    en: '{source} does not give it: {reason}, and there is no copy: no request is accepted',
  },
  keyCertificate: {
    ko: '그 인증서를 신뢰할 수 없습니다 ({code})',
    ja: 'その証明書は信頼できません（{code}）',
    en: 'its certificate is not to be trusted ({code})',
  },
  keyStatus: { ko: '상태 {status}', ja: 'ステータス {status}', en: 'status {status}' },
  keyGood: {
    ko: '{bits}비트 RSA. 게이트웨이가 실행되면 사본을 저장합니다',
    ja: '{bits}ビットのRSA。ゲートウェイが動くと写しを保存します',
    en: 'RSA of {bits} bits; the gateway will keep a copy when it runs',
  },
  keyGoodWithCopy: {
    ko: '{bits}비트 RSA, 사본 있음',
    ja: '{bits}ビットのRSA、写しあり',
    en: 'RSA of {bits} bits, and a copy is kept',
  },
  keyNew: {
    ko: '{bits}비트 RSA. 새 키이며, 다음 요청부터 쓰입니다',
    ja: '{bits}ビットのRSA。新しい鍵で、次のリクエストから使います',
    en: 'RSA of {bits} bits; it is a new one, which is taken at the next request',
  },
  keyFile: { ko: '{file}: {bits}비트 RSA', ja: '{file}: {bits}ビットのRSA', en: '{file}: RSA of {bits} bits' },
  keyFileUnusable: {
    ko: '{file} 을(를) 쓸 수 없습니다: {reason}. 어떤 요청도 받지 않습니다',
    ja: '{file} は使えません: {reason}。どのリクエストも受け付けません',
    en: '{file} cannot be used: {reason}; no request is accepted',
  },

  // Access
  tokensUnreadable: {
    ko: 'tokens.json 을 읽을 수 없습니다',
    ja: 'tokens.json を読めません',
    en: 'tokens.json cannot be read',
  },
  tokensByHand: { ko: '직접 만든 것 {count}개', ja: '手で作ったもの {count}個', en: '{count} made by hand' },
  noTokens: {
    ko: '없습니다. CLOVA는 아직 아무것도 요청할 수 없습니다',
    ja: 'ありません。CLOVAはまだ何も要求できません',
    en: 'there is none, so that CLOVA may ask nothing yet',
  },
  tokenEnds: {
    ko: '"{name}" 이(가) {date} 에 끝납니다',
    ja: '"{name}" は {date} に切れます',
    en: '"{name}" ends on {date}',
  },
  linkShows: {
    ko: 'clova-home link 를 실행하면 무엇이 빠졌고 어떻게 만드는지 나옵니다',
    ja: 'clova-home link を実行すると、足りないものとその作り方が分かります',
    en: 'clova-home link shows what is missing, and how to make it',
  },
  linkingNotConfigured: {
    ko: '설정되어 있지 않습니다. CLOVA 앱에서 이 집을 연결할 수 없습니다',
    ja: '設定されていません。CLOVAアプリでこの家を連携できません',
    en: 'it is not configured: nobody can link this house in the CLOVA app',
  },
  linkingIncomplete: {
    ko: '설정이 완전하지 않습니다. 빠진 것: {missing}',
    ja: '設定が足りません。足りないもの: {missing}',
    en: 'it is half configured: {missing} is missing',
  },
  missingSecret: { ko: '클라이언트 secret', ja: 'クライアントのsecret', en: 'the secret of the client' },
  missingUser: { ko: '사용자', ja: '利用者', en: 'a user' },
  missingAddress: { ko: '공개 주소', ja: '公開アドレス', en: 'the public address' },
  missingSomething: { ko: '무엇인가', ja: '何か', en: 'something' },
  missingAnd: { ko: '{first}, {second}', ja: '{first}、{second}', en: '{first} and {second}' },
  linkingUsers: {
    ko: '사용자 {count}명이 연결할 수 있습니다',
    ja: '利用者{count}人が連携できます',
    en: '{count} user(s) may link',
  },

  // Permissions, connections and appliances
  notPermitted: {
    ko: '서비스에 {names} 을(를) 쓸 권한이 없습니다',
    ja: 'サービスに {names} を使う権限がありません',
    en: 'the service may not use {names}',
  },
  otherBackupFolder: {
    ko: 'backup: 아래에 다른 폴더를 쓰세요',
    ja: 'backup: の下に別のフォルダーを書いてください',
    en: 'write another folder under backup:',
  },
  connectionGood: {
    ko: '{type}, 기기 {count}개',
    ja: '{type}、機器{count}個',
    en: '{type}, with {count} appliance(s)',
  },
  noAppliances: { ko: '하나도 없습니다', ja: 'ひとつもありません', en: 'there are none' },
  addAppliances: {
    ko: 'clova-home discover --write 를 실행하거나, appliances: 아래에 쓰세요',
    ja: 'clova-home discover --write を実行するか、appliances: の下に書いてください',
    en: 'clova-home discover --write, or describe them under appliances:',
  },
  subjectAppliance: { ko: '기기 {id}', ja: '機器 {id}', en: 'appliance {id}' },
  applianceOffline: {
    ko: '{name} 이(가) 오프라인입니다. {driver} 연결은 정상입니다',
    ja: '{name} がオフラインです。{driver} の接続は正常です',
    en: '{name} is not there, though {driver} is',
  },
  applianceOfflineFix: {
    ko: '전원과 무선 상태를 확인하세요; clova-home say {id} HealthCheck',
    ja: '電源と無線の状態を確かめてください; clova-home say {id} HealthCheck',
    en: 'see to its power and its radio; clova-home say {id} HealthCheck',
  },
  moreOffline: {
    ko: '그 밖에 {count}개가 오프라인입니다',
    ja: 'ほかに{count}個がオフラインです',
    en: '{count} more are not there',
  },
  appliancesOnline: {
    ko: '{total}개 중 {online}개가 온라인입니다',
    ja: '{total}個のうち{online}個がオンラインです',
    en: '{online} of {total} are there',
  },

  // Files
  filesGood: {
    ko: '필요한 사용자만 읽고 쓸 수 있습니다',
    ja: '必要なユーザーだけが読み書きできます',
    en: 'only who should can read and write them',
  },
  noStateFolder: {
    ko: '{folder} 이(가) 아직 없습니다. 게이트웨이가 시작될 때 만듭니다',
    ja: '{folder} がまだありません。ゲートウェイが起動するときに作ります',
    en: '{folder} is not there yet; the gateway makes it when it starts',
  },
  stateNoFolder: {
    ko: '{folder} 은(는) 폴더가 아닙니다',
    ja: '{folder} はフォルダーではありません',
    en: '{folder} is no folder',
  },
  stateNotWritable: {
    ko: '{folder} 에 아무것도 쓸 수 없습니다',
    ja: '{folder} に何も書き込めません',
    en: 'nothing can be written into {folder}',
  },
  stateNotWritableFix: {
    ko: 'findmnt -T {folder}; 고장 난 SD 카드는 읽기 전용이 됩니다',
    ja: 'findmnt -T {folder}; 壊れかけのSDカードは読み取り専用になります',
    en: 'findmnt -T {folder}; an SD card that fails becomes read-only',
  },
  stateOfOther: {
    ko: '{folder} 은(는) 다른 사용자의 것입니다. 그 사용자로 실행하면 더 볼 수 있습니다',
    ja: '{folder} は別のユーザーのものです。そのユーザーで実行すると、もっと調べられます',
    en: "{folder} is another user's; as that, more can be seen",
  },
  stateOpen: {
    ko: '다른 사용자가 {folder} 안을 볼 수 있습니다',
    ja: '他のユーザーが {folder} の中を見られます',
    en: 'others can look into {folder}',
  },
  stateForeignFiles: {
    ko: '{folder} 안의 {names} 은(는) 폴더와 다른 사용자의 것입니다. 게이트웨이가 쓰지 못할 수 있습니다',
    ja: '{folder} の中の {names} は、フォルダーとは別のユーザーのものです。ゲートウェイが書き込めないかもしれません',
    en: '{names} in {folder} belong(s) to another user than the folder: the gateway may not write there',
  },
  stateDamaged: {
    ko: '{names}: 손상되어 따로 둔 파일입니다',
    ja: '{names}: 壊れていたため別に置いたファイルです',
    en: '{names}: what was damaged and set aside',
  },
  stateDamagedFix: {
    ko: '내용을 확인한 뒤: sudo rm {pattern}',
    ja: '中を確かめてから: sudo rm {pattern}',
    en: 'look into it, then: sudo rm {pattern}',
  },
  worldReadable: {
    ko: '이 컴퓨터의 모든 사용자가 {file} 을(를) 읽을 수 있습니다',
    ja: 'このマシンのすべてのユーザーが {file} を読めます',
    en: 'everybody on this machine can read {file}',
  },
  worldWritable: {
    ko: '이 컴퓨터의 모든 사용자가 {file} 을(를) 바꿀 수 있습니다',
    ja: 'このマシンのすべてのユーザーが {file} を書き換えられます',
    en: 'everybody on this machine can write {file}',
  },
  fileUnreadable: {
    ko: '게이트웨이의 사용자 {user} 이(가) {file} 을(를) 읽을 수 없습니다',
    ja: 'ゲートウェイのユーザー {user} は {file} を読めません',
    en: 'the gateway runs as {user}, which cannot read {file}',
  },
  foreignLink: {
    ko: '{link} 은(는) 게이트웨이의 사용자 {user} 이(가) 읽을 수 없는 파일로 가는 링크이고, 그 링크는 root가 만들지 않았습니다',
    ja: '{link} はゲートウェイのユーザー {user} が読めないファイルへのリンクで、rootが作ったものではありません',
    en: '{link} is a link to a file that {user}, the user of the gateway, cannot read, and root did not make it',
  },
  folderClosed: {
    ko: '게이트웨이의 사용자 {user} 이(가) {file} 을(를) 읽을 수 없습니다: 그 폴더에 들어갈 수 없습니다',
    ja: 'ゲートウェイのユーザー {user} は {file} を読めません: そのフォルダーに入れません',
    en: 'the gateway runs as {user}, which cannot read {file}: it may not go into its folder',
  },
  folderClosedFix: {
    ko: 'sudo chgrp {group} {folder} && sudo chmod 750 {folder}; namei -l {file} 로 경로 전체를 볼 수 있습니다',
    ja: 'sudo chgrp {group} {folder} && sudo chmod 750 {folder}; namei -l {file} で経路全体を見られます',
    en: 'sudo chgrp {group} {folder} && sudo chmod 750 {folder}; namei -l {file} shows the whole way',
  },

  // Backups
  noBackupFolder: {
    ko: '{folder} 폴더가 없어 백업이 만들어지지 않습니다',
    ja: 'フォルダー {folder} がないため、バックアップが作られません',
    en: 'there is no folder {folder}, so no backup is made',
  },
  noBackupFolderFix: {
    ko: '그 폴더가 있는 장치를 연결하거나: sudo install -d -m 700 -o clova-home {folder}; 그다음: sudo clova-home service permit',
    ja: 'そのフォルダーがある装置をつなぐか: sudo install -d -m 700 -o clova-home {folder}; その後: sudo clova-home service permit',
    en: 'plug in what it is on, or: sudo install -d -m 700 -o clova-home {folder}; then: sudo clova-home service permit',
  },
  backupsUnreadable: {
    ko: '{folder} 안을 볼 수 없습니다 ({code})',
    ja: '{folder} の中を見られません（{code}）',
    en: '{folder} cannot be looked into ({code})',
  },
  noRecentBackup: {
    ko: '{folder} 에 최근 이틀 동안의 백업이 없습니다',
    ja: '{folder} にこの2日間のバックアップがありません',
    en: 'none of the last two days is in {folder}',
  },
  backupsGood: {
    ko: '{folder} 에 {count}개, 마지막은 {date}',
    ja: '{folder} に{count}個、最後は {date}',
    en: '{count} in {folder}, the last of {date}',
  },

  // Machine
  clockAhead: {
    ko: '이 컴퓨터의 시계가 {seconds}초 빠릅니다',
    ja: 'このマシンの時計が{seconds}秒進んでいます',
    en: 'the clock of this machine is {seconds} s ahead',
  },
  clockBehind: {
    ko: '이 컴퓨터의 시계가 {seconds}초 느립니다',
    ja: 'このマシンの時計が{seconds}秒遅れています',
    en: 'the clock of this machine is {seconds} s behind',
  },
  clockRight: { ko: '맞습니다', ja: '合っています', en: 'right' },
  noTimeServer: {
    ko: '시계가 시간 서버를 따르지 않아 점점 틀려집니다',
    ja: '時計が時刻サーバーに合わせていないので、だんだん狂います',
    en: 'the clock follows none, and will go wrong',
  },
  followsTimeServer: {
    ko: '시계가 시간 서버를 따릅니다',
    ja: '時計が時刻サーバーに合わせています',
    en: 'the clock follows one',
  },
  otherTimeZone: {
    ko: 'CLOVA는 {configured} 의 시각을 말하고 이 컴퓨터는 {machine} 입니다. 로그와 백업의 시각이 다릅니다',
    ja: 'CLOVAは {configured} の時刻を話し、このマシンは {machine} です。ログとバックアップの時刻が違います',
    en: 'CLOVA speaks times of {configured}, and this machine is in {machine}: its log and backups have other times',
  },
  otherTimeZoneFix: {
    ko: 'sudo timedatectl set-timezone {configured}, 또는 설정에 timeZone: {machine}',
    ja: 'sudo timedatectl set-timezone {configured}、または設定に timeZone: {machine}',
    en: 'sudo timedatectl set-timezone {configured}, or timeZone: {machine} in the configuration',
  },
  diskFree: { ko: '{mib} MiB 남음', ja: '空き {mib} MiB', en: '{mib} MiB free' },
  diskFull: {
    ko: '{mib} MiB 남음: 게이트웨이가 저장할 자리가 없습니다',
    ja: '空き {mib} MiB: ゲートウェイが保存する場所がありません',
    en: '{mib} MiB free: what the gateway must keep finds no room',
  },
  nodeTooOld: {
    ko: '{version} 은(는) 너무 오래되었습니다. {minimum} 이상이어야 합니다',
    ja: '{version} は古すぎます。{minimum} 以上が必要です',
    en: '{version} is too old: it must be {minimum} or newer',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the messages in all languages, with values put in. */
export const say = localizer(checkMessages)
