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

# The service's user puts links to what only root can read where root's commands read and write.
linked() {
  inside sh -c 'umask 077; echo "of_root: not-for-the-service" >/root/only.yaml; cp /root/only.yaml /root/only.json'
  check 'root backs up a home without links' inside clova-home backup /root/before-links.tar.gz
  by_service 'ln -s /root/only.json /var/lib/clova-home/stray.json; mkdir -p /etc/clova-home/codes'
  check 'a link in the state folder is not followed' inside clova-home backup /root/state-link.tar.gz
  check 'nor is what it leads to in the backup' fails holds_secret /root/state-link.tar.gz
  inside rm /var/lib/clova-home/stray.json
  refuses_link secrets.yaml /root/only.yaml
  refuses_link clova.pem /root/only.yaml
  refuses_link codes /root
  check 'what only root can read is as it was' inside sh -c 'grep -q not-for-the-service /root/only.yaml && grep -q not-for-the-service /root/only.json'
  check 'and nothing of it is where the service can read it' fails inside sh -c 'cat /etc/clova-home/* /var/lib/clova-home/* 2>/dev/null | grep -q not-for-the-service'
  check 'nor in what was kept before a restore' fails inside sh -c 'for kept in /etc/clova-home/*.tar.gz; do zcat "$kept"; done | grep -q not-for-the-service'
  check 'without the links root backs it up again' inside clova-home backup /root/after-links.tar.gz
}
by_service() { inside setpriv --reuid clova-home --regid clova-home --clear-groups sh -c "$1"; }
holds_secret() { inside sh -c "tar -xzOf $1 | grep -q not-for-the-service"; }
# refuses_link NAME TARGET: with this link in the configuration's folder, root makes no backup and restores none.
refuses_link() {
  by_service "cd /etc/clova-home; rm -rf kept; [ ! -e $1 ] || mv $1 kept; ln -s $2 $1"
  inside rm -f /root/linked.tar.gz
  check "behind the link $1, root backs up nothing, and tells it" tells 'remove a link that you did not make' inside clova-home backup /root/linked.tar.gz
  check 'no backup is made' fails inside test -e /root/linked.tar.gz
  inside systemctl stop clova-home
  check 'nor is a backup restored over it' tells 'remove a link that you did not make' inside clova-home restore /root/before-links.tar.gz
  by_service "cd /etc/clova-home; rm $1; [ ! -e kept ] || mv kept $1"
  inside systemctl start clova-home
  up
}
