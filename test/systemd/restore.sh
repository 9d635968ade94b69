# A backup put back by the command line and by the page, under a real systemd. For test/systemd/run.sh.

# As the page does it: logs in, has the backup looked at, and puts it back.
page_restores() {
  cat >"$work/$suite/root/page.mjs" <<'JS'
import { readFileSync } from 'node:fs'
const send = async (path, headers, body) => {
  const answer = await fetch(`http://127.0.0.1:8711${path}`, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0], ...JSON.parse(text) }
}
const json = { 'Content-Type': 'application/json' }
const { cookie, csrfToken } = await send('/session/login', json, JSON.stringify({ password: process.argv[2] }))
const session = { Cookie: cookie, 'X-CSRF-Token': csrfToken }
const archive = { ...session, 'Content-Type': 'application/octet-stream' }
const { id } = await send('/api/backups/inspect', archive, readFileSync(process.argv[3]))
console.log(await send('/api/backups/restore', { ...session, ...json }, JSON.stringify({ id })))
JS
  inside node /root/page.mjs 'a long password' /root/house.tar.gz
}
# Another home than that of the backup: its lamp has another name and another state.
changed() {
  home | sed 's/조명/other/' | configure
  inside systemctl reload clova-home
  within 5 tells other inside clova-home appliances
  note=
  say lamp SetBrightness 70 >/dev/null
}
is_as_before() {
  check 'the configuration is that of the backup' tells 조명 inside clova-home appliances
  check 'and the state' tells 45 say lamp IncrementBrightness 5
  check 'the service may read and write all of it' quiet as_service \
    find /etc/clova-home/gateway.yaml /etc/clova-home/secrets.yaml /var/lib/clova-home '!' '(' -readable -writable ')'
}

up() { within 60 listens; note=; }

restored() {
  local pid code
  inside systemctl restart clova-home
  up
  code=$(inside clova-home dashboard --json | sed -n 's/.*"code":"\([^"]*\)".*/\1/p')
  check 'the owner sets a password' inside curl -sf -o /dev/null -H 'Content-Type: application/json' \
    -d "{\"code\":\"$code\",\"password\":\"a long password\"}" http://127.0.0.1:8711/session/start
  say lamp SetBrightness 40 >/dev/null
  check 'a backup while it runs' inside clova-home backup /root/house.tar.gz
  changed
  check 'it is not put back under a running gateway' tells 'systemctl stop clova-home' inside clova-home restore /root/house.tar.gz
  inside systemctl stop clova-home
  check 'the command line puts it back' inside clova-home restore /root/house.tar.gz
  check 'the service starts with it' inside systemctl start clova-home
  up
  is_as_before
  changed
  pid=$(property MainPID)
  check 'the page puts it back' tells restored page_restores
  check 'the service restarts by itself' within 60 restarted "$pid"
  is_as_before
  check 'the login is still good' tells loggedIn inside curl -s -H 'Content-Type: application/json' \
    -d '{"password":"a long password"}' http://127.0.0.1:8711/session/login
  inside sh -c 'systemctl stop clova-home; rm -r /etc/clova-home/*.yaml /etc/clova-home/*.pem /etc/clova-home/*.tar.gz /var/lib/clova-home/*'
  check 'on a machine that has nothing of it' inside clova-home restore /root/house.tar.gz
  check 'the service starts with it' inside systemctl start clova-home
  up
  is_as_before
}
