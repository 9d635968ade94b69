# What must hold on a machine on which the package is installed. For test/systemd/run.sh.

# check WHAT COMMAND…: one line of the outcome; what the command said, if it failed.
check() {
  local what=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    passed=$((passed + 1))
    echo "  ok    $what${note:+ ($note)}"
  else
    failed=$((failed + 1))
    echo "  FAIL  $what"
    sed 's/^/        /' "$work/said"
  fi
  note=
}

# tells TEXT COMMAND…: the command tells this, whatever its exit code.
tells() {
  local text=$1 said
  shift
  said=$("$@" 2>&1)
  grep -qF -- "$text" <<<"$said" || { printf 'missing: %s\nin: %s\n' "$text" "$said"; return 1; }
}

# within SECONDS COMMAND…: again and again; how long it took is in $note.
within() {
  local limit=$1 start took=0
  start=$(date +%s%N)
  shift
  until "$@" >/dev/null 2>&1; do
    took=$((($(date +%s%N) - start) / 1000000))
    [ "$took" -lt $((limit * 1000)) ] || { "$@"; return 1; }
    sleep 0.05
  done
  note="after $((($(date +%s%N) - start) / 1000000)) ms"
}

journal() { journal_of clova-home "$@"; }
journal_of() { inside journalctl --no-pager -o cat -u "$@"; }
property() { inside systemctl show "${2:-clova-home}" -p "$1" --value; }
isState() { [ "$(property ActiveState)" = "$1" ] || { inside systemctl status --no-pager clova-home; return 1; }; }
listens() { inside curl -s -o /dev/null -m 2 http://127.0.0.1:8710/; }
say() { inside clova-home say "$@"; }
# ask NETWORK PORT NAME: TurnOff as CLOVA sends it, from that network namespace, with an access token of that name.
ask() {
  local token=$work/$3.token
  [ -s "$token" ] || inside clova-home token create "$3" --json >"$token"
  cat >"$work/ask.mjs" <<'JS'
import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
const [keyFile, tokenFile, port] = process.argv.slice(2)
const { token: accessToken } = JSON.parse(readFileSync(tokenFile, 'utf8'))
const header = { messageId: randomUUID(), name: 'TurnOffRequest', namespace: 'ClovaHome', payloadVersion: '1.0' }
const body = JSON.stringify({ header, payload: { accessToken, appliance: { applianceId: 'lamp' } } })
const SignatureCEK = sign('RSA-SHA256', Buffer.from(body), createPrivateKey(readFileSync(keyFile))).toString('base64')
const signal = AbortSignal.timeout(8000)
const answer = await fetch(`http://127.0.0.1:${port}/clova`, { method: 'POST', headers: { SignatureCEK }, body, signal })
console.log(answer.status, await answer.text())
JS
  ip netns exec "$1" node "$work/ask.mjs" "$work/$suite/root/clova.key" "$token" "$2"
}
configure() { inside tee /etc/clova-home/gateway.yaml >/dev/null; }
home() {
  cat <<'YAML'
edition: kr
signature: { publicKey: clova.pem }
drivers:
  memory: { type: virtual }
  broker: { type: mqtt, url: 'mqtt://127.0.0.1:1883', password: !secret mqtt_password, username: gateway }
appliances:
  - { id: lamp, name: 조명, type: LIGHT, driver: memory, assumed: true, traits: { power: { value: false }, brightness: { value: 80 } } }
  - { id: air, name: 공기, type: AIRSENSOR, driver: broker, traits: { humidity: { state: living/air, path: $.humidity } } }
YAML
}

installed() {
  check 'apt installs the package, and tells the code of the dashboard' tells '  code   ' inside apt-get install -y -q /root/package.deb
  check 'the service is enabled' inside systemctl is-enabled clova-home
  check 'the service is up' isState active
  check 'it listens' within 5 listens
  check 'systemd knows how it is' tells '127.0.0.1:8710 에서 실행 중, 기기 0개' property StatusText
  check 'the journal tells what to do with an empty house' tells 'this house is empty' journal
  check 'the configuration is right' inside clova-home check
  check 'secrets are for root and the service' tells '640 clova-home clova-home' inside stat -c '%a %U %G' /etc/clova-home/secrets.yaml
  check 'the state is for the service only' tells '700 clova-home clova-home' inside stat -c '%a %U %G' /var/lib/clova-home
  check 'it is not root' tells clova-home inside ps -o user:20= -p "$(property MainPID)"
  check 'systemd waits for signs of life' tells 30s property WatchdogUSec
  check 'for ten minutes the home network reaches the dashboard' tells firstStart inside curl -s http://10.99.77.1:8711/session
  check 'not by a name of somebody else' tells 421 inside curl -s -o /dev/null -w '%{http_code}' -H 'Host: evil.example' http://10.99.77.1:8711/
  check 'the service may edit its configuration' as_service touch /etc/clova-home/made-by-the-service
  check 'and cannot read the settings of tunnels' fails as_service ls /etc/clova-home/tunnels
  check 'nor put others in their place' fails as_service mv /etc/clova-home/tunnels /etc/clova-home/moved
  check 'nor write elsewhere' fails as_service touch /etc/made-by-the-service
  inside rm -f /etc/clova-home/made-by-the-service
}
# In the namespaces of the running service, as its user and without its rights of root.
as_service() { inside nsenter -t "$(property MainPID)" -m -- setpriv --reuid clova-home --regid clova-home --clear-groups "$@"; }
fails() { ! "$@"; }

described() {
  inside sh -c 'systemctl start mosquitto && mosquitto_pub -h 127.0.0.1 -r -t living/air -m "{\"humidity\":41}"'
  inside sh -c 'openssl genrsa -out /root/clova.key 2048; openssl rsa -in /root/clova.key -pubout -out /etc/clova-home/clova.pem' 2>/dev/null
  inside sh -c 'echo "mqtt_password: x" >>/etc/clova-home/secrets.yaml; chmod 644 /etc/clova-home/clova.pem'
  home | configure
  check 'reload' inside systemctl reload clova-home
  check 'a house is taken while it runs' within 5 tells '기기 2개' property StatusText
  check 'a signed request is answered' tells TurnOnConfirmation say lamp TurnOn
  check 'a value is set' tells SetBrightnessConfirmation say lamp SetBrightness 40
  check 'a device of mosquitto is read' within 5 tells 41 say air GetHumidity
}

killed() {
  inside sleep 2.5
  local pid
  pid=$(property MainPID)
  inside kill -9 "$pid"
  check 'kill -9: it is back at once' within 30 listens
  check 'it is another process, after one restart' test "$(property NRestarts):$(property MainPID)" != "0:$pid"
  check 'it answers with the state it had' tells 40 say lamp IncrementBrightness 5
  check 'the device of mosquitto is read again' within 5 tells 41 say air GetHumidity
}

blocked() {
  local pid
  # Whoever sends SIGUSR2 keeps the event loop busy for ever.
  inside sh -c 'echo "process.on(\"SIGUSR2\", () => { for (;;); })" >/etc/clova-home/block.cjs; mkdir -p /run/systemd/system/clova-home.service.d'
  inside sh -c 'printf "[Service]\nEnvironment=NODE_OPTIONS=--require=/etc/clova-home/block.cjs\n" >/run/systemd/system/clova-home.service.d/block.conf'
  inside systemctl daemon-reload
  inside systemctl restart clova-home
  pid=$(property MainPID)
  inside kill -USR2 "$pid"
  check 'a blocked event loop: the watchdog starts it anew' within 50 restarted "$pid"
  check 'and tells so' tells 'Watchdog timeout' journal
  inside sh -c 'printf "[Service]\nWatchdogSec=6\n" >/run/systemd/system/clova-home.service.d/block.conf; systemctl daemon-reload; systemctl restart clova-home'
  pid=$(property MainPID)
  inside sleep 8
  check 'it is fed: nothing happens for longer than the watchdog waits' test "$(property MainPID)" = "$pid"
  inside kill -STOP "$pid"
  check 'a stopped process: the watchdog starts it anew' within 30 restarted "$pid"
  inside sh -c 'rm -r /run/systemd/system/clova-home.service.d /etc/clova-home/block.cjs; systemctl daemon-reload; systemctl restart clova-home'
}
restarted() { [ "$(property MainPID)" != "$1" ] && [ "$(property MainPID)" != 0 ] && listens; }

wrong() {
  local cursor
  say lamp SetBrightness 45 >/dev/null
  cursor=$(inside journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p')
  home | sed 's/AIRSENSOR/AIRSENSR/' | configure
  inside systemctl reload clova-home
  check 'a wrong configuration: the one before stays in force' say_as_before
  check 'the journal tells what and where' tells 'gateway.yaml:8:32: error:' journal --after-cursor="$cursor"
  check 'and how to mend it' tells 'Did you mean \"AIRSENSOR\"?' journal --after-cursor="$cursor"
  check 'systemctl status tells too' tells '설정을 쓸 수 없습니다: sudo clova-home check' property StatusText
  inside systemctl restart clova-home >/dev/null 2>&1
  check 'a start with it runs by the last one that was right' within 5 isState active
  check 'and the unit tells of the failure' tells 'there is no type AIRSENSR' inside systemctl status --no-pager -l -n 20 clova-home
  inside sh -c 'systemctl stop clova-home; rm -f /var/lib/clova-home/lastGoodConfig.json'
  inside systemctl start clova-home >/dev/null 2>&1
  check 'without such a one only the dashboard is started' within 5 isState active
  check 'the status tells so' within 5 tells '설정을 쓸 수 없습니다' property StatusText
  check 'CLOVA is not answered' unanswered
  home | configure
  check 'mended, it starts' inside systemctl restart clova-home
  check 'with the state it had' tells 'brightness 45' say lamp SetBrightness 50
  inside sh -c 'sed -i /mqtt_password/d /etc/clova-home/secrets.yaml; mkdir -p /etc/systemd/system/clova-home.service.d; echo from-a-credential >/root/mqtt'
  inside sh -c 'printf "[Service]\nLoadCredential=mqtt_password:/root/mqtt\n" >/etc/systemd/system/clova-home.service.d/secret.conf; systemctl daemon-reload'
  check 'a secret may be a credential of systemd' inside systemctl restart clova-home
  inside sh -c 'rm -r /etc/systemd/system/clova-home.service.d; echo "mqtt_password: x" >>/etc/clova-home/secrets.yaml; systemctl daemon-reload; systemctl restart clova-home'
}
unanswered() { ! listens; }
# `say` reads the configuration for where to send: that of before.
say_as_before() {
  inside sleep 1
  home | inside tee /root/right.yaml >/dev/null
  inside sh -c 'cp /etc/clova-home/secrets.yaml /etc/clova-home/clova.pem /root/; chmod 600 /root/secrets.yaml; echo "state: /var/lib/clova-home" >>/root/right.yaml'
  tells TurnOnConfirmation say lamp TurnOn --config /root/right.yaml
}

secured() {
  local unit
  for unit in clova-home clova-home-tunnel@ssh clova-home-tunnel@cloudflared clova-home-tunnel@frp; do
    note="exposure $(exposure "$unit")"
    check "$unit is shut in" awk -v e="$(exposure "$unit")" 'BEGIN { exit !(e != "" && e <= 1.5) }'
  done
  check 'systemd finds nothing wrong with the units' quiet inside systemd-analyze verify --man=no clova-home.service clova-home-hub.service clova-home-tunnel@ssh.service
  check 'the journal has no complaint of the sandbox' lacks 'EPERM\|Operation not permitted\|EACCES' clova-home
}
nobody_runs() { ! inside pgrep -l -u clova-home; }
exposure() { inside systemd-analyze security "$1" --no-pager | sed -n 's/.*exposure level for .*: \([0-9.]*\).*/\1/p'; }
quiet() { local said; said=$("$@" 2>&1); [ -z "$said" ] || { echo "$said"; return 1; }; }
# lacks PATTERN UNIT: its journal tells nothing of this.
lacks() { ! { journal_of "$2" | grep -- "$1"; }; }

removed() {
  say lamp SetBrightness 50 >/dev/null
  check 'an upgrade restarts it and keeps everything' inside apt-get install -y -q --reinstall /root/package.deb
  check 'it is up after the upgrade' within 5 listens
  check 'with the state it had' tells 50 say lamp IncrementBrightness 5
  # As the package was before there was a dashboard: no page, and the configuration is root's.
  inside sh -c 'cd /etc/clova-home; rm -r /usr/share/clova-home-gateway/web; chown root:clova-home . gateway.yaml secrets.yaml; chmod 640 gateway.yaml secrets.yaml'
  check 'an upgrade from before the dashboard says who may edit' tells 'If it shall not: sudo chown root' inside apt-get install -y -q --reinstall /root/package.deb
  check 'the service may edit its configuration' as_service sh -c 'cd /etc/clova-home && test -w . -a -w gateway.yaml -a -w secrets.yaml'
  check 'it is up' within 5 listens
  inside sh -c 'cd /etc/clova-home; chown root . gateway.yaml secrets.yaml'
  check 'who gave it back to root keeps that' silent_of_editing inside apt-get install -y -q --reinstall /root/package.deb
  check 'the folder is root'"'"'s' tells '2750 root clova-home' inside stat -c '%a %U %G' /etc/clova-home
  inside sh -c 'cd /etc/clova-home; rm -r /usr/share/clova-home-gateway/web; chmod 644 gateway.yaml; chown root:root .'
  check 'other rights are left as they are' silent_of_editing inside apt-get install -y -q --reinstall /root/package.deb
  inside sh -c 'cd /etc/clova-home; chmod 640 gateway.yaml; chown clova-home:clova-home . gateway.yaml secrets.yaml; chmod 2750 .'
  check 'apt remove' inside apt-get remove -y -q clova-home-gateway
  check 'nothing runs any more' nobody_runs
  check 'no hub either' tells inactive property ActiveState clova-home-hub
  check 'configuration and state are kept' inside test -s /etc/clova-home/gateway.yaml -a -s /var/lib/clova-home/memory.json
  check 'installed again' inside apt-get install -y -q /root/package.deb
  check 'it is up' within 5 listens
  check 'and has the state it had' tells 55 say lamp IncrementBrightness 5
  check 'apt purge' inside apt-get purge -y -q clova-home-gateway
  check 'nothing of the hub either' inside sh -c '! ls -d /var/*/clova-home-hub /var/*/private/clova-home-hub 2>/dev/null'
  check 'but its keys are left' inside test -s /etc/clova-home-hub/keys.json
  check 'configuration, state and cache are gone' inside sh -c '! ls -d /etc/clova-home /var/lib/clova-home /var/cache/clova-home 2>/dev/null'
  check 'no unit is left' inside sh -c '! find /etc/systemd /var/lib/systemd/deb-systemd-helper-enabled -name "clova-home*" | grep .'
}

# From the package before this one: that of PREVIOUS, else this one. Apt takes it for older by its version.
upgraded() {
  local before hash
  dpkg-deb -R "${PREVIOUS:-$deb}" "$work/previous"
  sed -i 's/^Version: .*/Version: 0.0.1/' "$work/previous/DEBIAN/control"
  dpkg-deb --root-owner-group -b "$work/previous" "$work/$suite/root/previous.deb" >/dev/null
  rm -rf "$work/previous"
  check 'the package before' inside apt-get install -y -q --allow-downgrades /root/previous.deb
  inside systemctl stop clova-home
  # Of a hash only its form is looked at.
  hash=$(printf %064d 7)
  printf '{"version":1,"data":{"codes":[],"grants":[{"id":"kept","family":"%s","client":"c","user":"family","account":"a","created":1,"used":1,"refresh":["%s"],"spent":[],"access":[]}]}}' \
    "$hash" "$hash" | inside sh -c 'cd /var/lib/clova-home; cat >grants.json; chown clova-home: grants.json; chmod 600 grants.json'
  inside systemctl start clova-home
  up
  say lamp SetBrightness 30 >/dev/null
  check 'an access token is good' tells TurnOffConfirmation ask clova-home 8710 upgraded
  before=$(what_is_kept)
  check 'a link is there' tells '"id":"kept"' echo "$before"
  check 'the upgrade' inside apt-get install -y -q /root/package.deb
  up
  check 'it is of this version' tells "ok installed $(dpkg-deb -f "$deb" Version)" inside dpkg-query -W -f '${Status} ${Version}' clova-home-gateway
  check 'configuration, secrets, links and tokens are as they were' test "$before" = "$(what_is_kept)"
  check 'the access token is good' tells TurnOffConfirmation ask clova-home 8710 upgraded
  check 'it has the state it had' tells 30 say lamp IncrementBrightness 5
}
what_is_kept() { inside sh -c 'cat /etc/clova-home/gateway.yaml /etc/clova-home/secrets.yaml; clova-home link status --json; clova-home token list --json'; }

# A package of a version to come, whose configuration has another form: `bind:` of today is its server.listen.
migrated() {
  local next=$work/next before
  dpkg-deb -R "$deb" "$next"
  sed -i 's/^Version: .*/Version: 99.0.0/' "$next/DEBIAN/control"
  grep -rlZ '\bmigrations=\[\]' "$next/usr/share/clova-home-gateway" | xargs -0 \
    sed -i 's/\bmigrations=\[\]/migrations=[{what:"bind: is server.listen",change(it){it.set(["server","listen"],it.get(["bind"]));it.remove(["bind"])}}]/'
  check 'the next version has another form' grep -rq 'bind: is server.listen' "$next/usr/share/clova-home-gateway"
  dpkg-deb --root-owner-group -b "$next" "$work/$suite/root/next.deb" >/dev/null
  { home; echo 'bind: 127.0.0.1:8712   # mine'; } | configure
  inside sh -c 'chown root:root /etc/clova-home/gateway.yaml; chmod 644 /etc/clova-home/gateway.yaml; cp /etc/clova-home/gateway.yaml /root/before.yaml'
  check 'an upgrade tells what it changes in the configuration' tells '+ version: 2' inside apt-get install -y -q /root/next.deb
  check 'the configuration has the new form' inside sh -c 'grep -q "^version: 2" /etc/clova-home/gateway.yaml && grep -q "listen: 127.0.0.1:8712" /etc/clova-home/gateway.yaml'
  check 'the one before is kept' inside cmp /root/before.yaml /etc/clova-home/gateway.yaml.v1
  check 'the mode is as it was, and the owner is that of the folder' tells '644 clova-home clova-home' inside stat -c '%a %U %G' /etc/clova-home/gateway.yaml
  check 'it runs with it' within 5 inside curl -s -o /dev/null -m 2 http://127.0.0.1:8712/
  before=$(inside md5sum /etc/clova-home/gateway.yaml)
  check 'installed once more, nothing is said of it' silent_of_versions inside apt-get install -y -q --reinstall /root/next.deb
  check 'and nothing is changed' test "$before" = "$(inside md5sum /etc/clova-home/gateway.yaml)"
  inside sh -c 'rm /etc/clova-home/gateway.yaml.v1; sed -e "s/AIRSENSOR/AIRSENSR/" /root/before.yaml >/etc/clova-home/gateway.yaml; apt-get install -y -q --allow-downgrades /root/package.deb' >/dev/null 2>&1
  check 'one with mistakes: the upgrade goes on, and says why it stays as it is' tells 'nothing was written: the configuration has mistakes' inside apt-get install -y -q /root/next.deb
  check 'the package is installed' tells 'install ok installed 99.0.0' inside dpkg-query -W -f '${Status} ${Version}' clova-home-gateway
  check 'the configuration is as it was' inside sh -c '! grep -q ^version: /etc/clova-home/gateway.yaml && ! ls /etc/clova-home/gateway.yaml.v1 2>/dev/null'
  home | configure
  check 'back to the version before' inside apt-get install -y -q --allow-downgrades /root/package.deb
  check 'it is up' within 5 listens
}
silent_of_editing() { ! "$@" 2>&1 | grep 'may edit'; }
silent_of_versions() { ! "$@" 2>&1 | grep 'version [0-9] '; }

# The other way: npm, and the service by `clova-home service install`.
by_npm() {
  local tree=$work/$suite
  (npm pack --silent --pack-destination "$work" && npm install --global --silent --prefix "$tree/usr/local" --no-audit --no-fund \
    --prefer-offline "$work"/clova-home-gateway-*.tgz) >"$work/npm.log" 2>&1 || cat "$work/npm.log"
  check 'npm: service install' inside clova-home service install
  check 'the service is up' isState active
  check 'it runs what npm installed' tells /usr/local/lib/node_modules/clova-home-gateway/dist/clova-home.cjs inside systemctl cat clova-home
  check 'service status tells how it is' tells 'is active since' inside clova-home service status
  check 'it listens' within 5 listens
  printf 'drivers: { led: { type: ir, transmitter: ir-ctl } }\nbackup: { folder: /var/backups/clova-home }\n' | configure
  check 'service permit makes no folder' tells 'is not there: plug in' inside sh -c 'clova-home service permit 2>&1'
  inside mkdir -p /var/backups/clova-home
  check 'service permit' tells '/dev/lirc0, /var/backups/clova-home' inside clova-home service permit
  check 'only the device that is named' tells '/dev/lirc0 rw' property DeviceAllow
  note="exposure $(exposure clova-home)"
  check 'with it the service is still shut in' awk -v e="$(exposure clova-home)" 'BEGIN { exit !(e != "" && e <= 1.5) }'
  check 'it is up' within 5 listens
  check 'a backup is in the folder that it may write' within 75 inside sh -c 'ls /var/backups/clova-home/*'
  check 'service uninstall' inside clova-home service uninstall
  check 'the unit is gone' inside sh -c '! find /etc/systemd -name "clova-home*" | grep .'
  check 'the configuration stays' inside test -s /etc/clova-home/gateway.yaml
}
