import type { LocalizedText } from '../../util/translate.ts'

/** What `service`, `hub` and `run` print. `{x}` is a placeholder. */
export const serviceMessages = {
  // service
  noService: {
    ko: '아직 서비스가 없습니다. 만들려면: sudo clova-home service install',
    ja: 'まだサービスがありません。作るには: sudo clova-home service install',
    en: 'There is no service yet. It is made by: sudo clova-home service install',
  },
  serviceIs: {
    ko: 'clova-home.service: {active}{since}{status}',
    ja: 'clova-home.service: {active}{since}{status}',
    en: 'clova-home.service is {active}{since}{status}',
  },
  service_active: { ko: '실행 중', ja: '動作中', en: 'active' },
  service_reloading: { ko: '설정을 다시 읽는 중', ja: '設定を読み直しています', en: 'reloading' },
  service_inactive: { ko: '멈춤', ja: '停止', en: 'inactive' },
  service_failed: { ko: '실패', ja: '失敗', en: 'failed' },
  service_activating: { ko: '시작하는 중', ja: '起動しています', en: 'activating' },
  service_deactivating: { ko: '끝나는 중', ja: '終了しています', en: 'deactivating' },
  serviceSince: { ko: ', {time} 부터', ja: '、{time} から', en: ' since {time}' },
  startsAtBoot: {
    ko: '컴퓨터를 켜면 함께 시작합니다.',
    ja: 'マシンの起動と一緒に始まります。',
    en: 'It starts with the machine.',
  },
  notAtBoot: {
    ko: '컴퓨터를 켜도 시작하지 않습니다: sudo systemctl enable clova-home',
    ja: 'マシンを起動しても始まりません: sudo systemctl enable clova-home',
    en: 'It does not start with the machine: sudo systemctl enable clova-home',
  },
  restarted: {
    ko: '{count}번 다시 시작되었습니다.',
    ja: '{count}回再起動しました。',
    en: 'It was started anew {count} time(s).',
  },
  serviceConfigWrong: {
    ko: '설정이 잘못되었거나 읽을 권한이 없습니다: sudo clova-home check 로 확인해 고친 뒤 sudo systemctl restart clova-home',
    ja: '設定が間違っているか、読む権限がありません: sudo clova-home check で確かめて直し、sudo systemctl restart clova-home',
    en: 'Its configuration is wrong, or it may not read it: sudo clova-home check, mend it, then sudo systemctl restart clova-home',
  },
  serviceEnded: {
    ko: '{result} ({code}) (으)로 끝났습니다. 로그: sudo journalctl -u clova-home -n 50 --no-pager',
    ja: '{result} ({code}) で終わりました。ログ: sudo journalctl -u clova-home -n 50 --no-pager',
    en: 'It ended with {result} ({code}). Its own words: sudo journalctl -u clova-home -n 50 --no-pager',
  },
  needsRoot: {
    ko: 'root만 할 수 있습니다: sudo clova-home service {verb}',
    ja: 'rootだけができます: sudo clova-home service {verb}',
    en: 'only root may do that; try: sudo clova-home service {verb}',
  },
  serviceOfPackage: {
    ko: '서비스는 이미 Debian 패키지에 들어 있습니다: clova-home service status',
    ja: 'サービスはすでにDebianパッケージに入っています: clova-home service status',
    en: 'the Debian package has brought the service already; try: clova-home service status',
  },
  removePackage: {
    ko: '서비스는 Debian 패키지의 것입니다: sudo apt remove clova-home-gateway',
    ja: 'サービスはDebianパッケージのものです: sudo apt remove clova-home-gateway',
    en: 'the service belongs to the Debian package; try: sudo apt remove clova-home-gateway',
  },
  permitted: {
    ko: '이제 서비스가 {names} 을(를) 쓸 수 있습니다.',
    ja: 'サービスが {names} を使えるようになりました。',
    en: 'The service may use {names}.',
  },
  nothingToPermit: {
    ko: '설정에 이 컴퓨터의 장치나 폴더가 없습니다. 서비스는 아무것도 쓸 수 없습니다.',
    ja: '設定にこのマシンの装置やフォルダーはありません。サービスは何も使えません。',
    en: 'The configuration names no device of this machine and no folder; the service may use none.',
  },
  deviceMissing: {
    ko: '{device} 이(가) (아직) 없습니다.',
    ja: '{device} が（まだ）ありません。',
    en: '{device} is not there (yet).',
  },
  folderMissing: {
    ko: '{folder} 이(가) 없습니다. 그 폴더가 있는 장치를 연결하거나 만드세요: sudo mkdir -p {folder}; 그다음 다시: sudo clova-home service permit',
    ja: '{folder} がありません。そのフォルダーがある装置をつなぐか、作ってください: sudo mkdir -p {folder}; その後もう一度: sudo clova-home service permit',
    en: '{folder} is not there: plug in what it is on, or make it with: sudo mkdir -p {folder}; then once more: sudo clova-home service permit',
  },
  folderNotOurs: {
    ko: '{folder} 의 소유자를 서비스로 바꿀 수 없습니다 ({reason}). FAT 스틱은 uid=clova-home 으로 마운트해야 합니다. 그다음 다시: sudo clova-home service permit',
    ja: '{folder} の所有者をサービスに変えられません（{reason}）。FATのスティックは uid=clova-home でマウントしなければなりません。その後もう一度: sudo clova-home service permit',
    en: "{folder} cannot be made the service's own ({reason}); a stick with FAT must be mounted with uid=clova-home, then once more: sudo clova-home service permit",
  },
  serviceInstalled: {
    ko: '게이트웨이가 실행 중이며, 컴퓨터를 켜면 함께 시작합니다.\n  설정  {folder}/gateway.yaml\n  로그  journalctl -u clova-home\n  상태  clova-home service status\n  화면  sudo clova-home dashboard',
    ja: 'ゲートウェイが動いています。マシンの起動と一緒に始まります。\n  設定  {folder}/gateway.yaml\n  ログ  journalctl -u clova-home\n  状態  clova-home service status\n  画面  sudo clova-home dashboard',
    en: 'The gateway runs, and starts with the machine.\n  its home   {folder}/gateway.yaml\n  its log    journalctl -u clova-home\n  how it is  clova-home service status\n  its page   sudo clova-home dashboard',
  },
  noServiceToRemove: {
    ko: '없앨 서비스가 없습니다.',
    ja: '取り除くサービスがありません。',
    en: 'There is no service to take away.',
  },
  serviceRemoved: {
    ko: '서비스를 없앴습니다. {folder} 와 /var/lib/clova-home 은 그대로 있습니다.',
    ja: 'サービスを取り除きました。{folder} と /var/lib/clova-home は残っています。',
    en: 'The service is gone. {folder} and /var/lib/clova-home stay.',
  },

  // hub
  hubInitWords: {
    ko: '둘 다 쓰세요: clova-home hub init --url https://hub.example.com --servers HOST,HOST,HOST',
    ja: '両方を書いてください: clova-home hub init --url https://hub.example.com --servers HOST,HOST,HOST',
    en: 'write both: clova-home hub init --url https://hub.example.com --servers HOST,HOST,HOST',
  },
  hubUrlRule: {
    ko: '"{url}" 은(는) https://hub.example.com 같은 주소가 아닙니다',
    ja: '"{url}" は https://hub.example.com のようなアドレスではありません',
    en: '"{url}" is no address such as https://hub.example.com',
  },
  hubServerRule: {
    ko: '"{server}" 은(는) nats1.example.com 이나 nats1.example.com:4222 같은 호스트가 아닙니다',
    ja: '"{server}" は nats1.example.com や nats1.example.com:4222 のようなホストではありません',
    en: '"{server}" is no host such as nats1.example.com or nats1.example.com:4222',
  },
  hubServerTwice: {
    ko: '호스트 "{server}" 이(가) 두 번 있습니다. 서버마다 호스트가 하나씩 필요합니다',
    ja: 'ホスト "{server}" が2回あります。サーバーごとに1つのホストが必要です',
    en: 'the host "{server}" is named twice; each server needs one of its own',
  },
  hubMade: {
    ko: '{folder} 에 허브의 키와 설정을 만들었습니다. keys.json의 사본을 안전한 곳에 두세요.\n다음 파일을 각 서버에 복사하고 인증서(tls)를 넣은 다음, 그것으로 nats-server를 시작하세요:\n{files}\n다음: clova-home hub add NAME',
    ja: '{folder} にハブの鍵と設定を作りました。keys.jsonの写しを安全な場所に保管してください。\n次のファイルをそれぞれのサーバーにコピーし、証明書（tls）を入れて、それでnats-serverを起動してください:\n{files}\n次に: clova-home hub add NAME',
    en: '{folder} has the keys and settings of the hub. Keep a copy of keys.json in a safe place.\nCopy each of these to its server, add its certificate (tls), and start nats-server with it:\n{files}\nThen: clova-home hub add NAME',
  },
  hubAdded: {
    ko: '이 집의 게이트웨이에서 root로 실행하세요. 이 줄은 지금만 볼 수 있습니다:\n\n  clova-home join {line}\n',
    ja: 'この家のゲートウェイでrootとして実行してください。この行は今だけ表示されます:\n\n  clova-home join {line}\n',
    en: 'On the gateway of this home, as root; the line is shown only now:\n\n  clova-home join {line}\n',
  },
  hubNoHomes: {
    ko: '아직 등록한 집이 없습니다: clova-home hub add NAME',
    ja: 'まだ登録した家がありません: clova-home hub add NAME',
    en: 'No home is enrolled yet: clova-home hub add NAME',
  },
  hubColumnHome: { ko: '집', ja: '家', en: 'HOME' },
  hubColumnConnected: { ko: '연결', ja: '接続', en: 'CONNECTED' },
  hubColumnVersion: { ko: '버전', ja: 'バージョン', en: 'VERSION' },
  hubColumnEnrolled: { ko: '등록한 때', ja: '登録日時', en: 'ENROLLED' },
  hubConnectedSince: { ko: '{time} 부터', ja: '{time} から', en: 'since {time}' },
  hubRemoved: {
    ko: '{name} 을(를) 없앴습니다. 이 집의 인증 정보는 클러스터 어디서도 쓸 수 없습니다.',
    ja: '{name} を取り除きました。この家の認証情報はクラスターのどこでも使えません。',
    en: '{name} is removed: its credentials are refused in the whole cluster.',
  },
  hubPushed: {
    ko: '없앤 집을 클러스터가 모두 알고 있습니다.',
    ja: '取り除いた家をクラスターがすべて知っています。',
    en: 'The cluster knows every removed home.',
  },
  hubNeedsName: {
    ko: '집의 이름이 필요합니다: clova-home hub {verb} NAME',
    ja: '家の名前が必要です: clova-home hub {verb} NAME',
    en: 'the home needs a name: clova-home hub {verb} NAME',
  },
  hubNameRule: {
    ko: '집의 이름은 한 줄에 60자까지 쓸 수 있습니다',
    ja: '家の名前は1行で60文字までです',
    en: 'the name of a home is one line of up to 60 characters',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
