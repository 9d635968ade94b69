# A hub with its nats-server, set up as docs/en/hub.md says, and the home of this machine, which joins through them. For
# test/systemd/run.sh.

hub() { inside clova-home hub "$@"; }
cluster() { tells "$1" inside curl -s -m 2 http://127.0.0.1:8721/readyz; }
# TurnOff as CLOVA sends it, to the hub.
through_hub() { tells TurnOffConfirmation ask clova-home 8720 hub; }
hub_process() { property MainPID clova-home-hub; }

hubbed() {
  local unit=clova-home-hub folder=/etc/clova-home-hub name=nats1.example.com line pid
  check 'without keys the hub does not start' tells 'ConditionPathExists=/etc/clova-home-hub/keys.json' \
    inside sh -c "systemctl start $unit; systemctl status --no-pager $unit"
  check 'hub init makes the keys' tells "$folder/nats/nats1.conf" hub init --url https://hub.example.com --servers $name
  inside sh -c "echo 127.0.0.1 $name >>/etc/hosts
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=$name -addext subjectAltName=DNS:$name \
      -keyout /root/nats.key -out $folder-ca.pem 2>/dev/null
    install -d /etc/nats && install -m 640 -g nats /root/nats.key /etc/nats/key.pem && install -m 644 $folder-ca.pem /etc/nats/cert.pem
    echo 'tls { cert_file: \"/etc/nats/cert.pem\", key_file: \"/etc/nats/key.pem\", timeout: 10 }' >>$folder/nats/nats1.conf
    install -m 640 -g nats $folder/nats/nats1.conf /etc/nats-server.conf
    install -d -o nats -g nats /var/lib/nats
    install -m 644 /etc/clova-home/clova.pem $folder-clova.pem
    printf 'ca: $folder-ca.pem\npublicKey: $folder-clova.pem\n' >>$folder/hub.yaml"
  check 'the hub is enabled, and starts before its server' inside systemctl enable --now $unit
  check 'it is told that the cluster is not there' within 60 cluster 'the cluster is not connected'
  check 'nats-server starts with its file' inside systemctl enable --now nats-server
  check 'the hub is ready' within 60 cluster ready
  check 'it is not root' fails tells root inside ps -o user:20= -p "$(hub_process)"
  check 'and has never been started anew' test "$(property NRestarts $unit)" = 0
  line=$(hub add kim --json | sed 's/.*"\(clova-home:[^"]*\)".*/\1/')
  check 'this home joins' inside clova-home join "$line"
  check 'the hub sees it' within 60 tells '"connectedSince"' hub list --json
  check 'a signed request comes through the hub' within 60 through_hub
  pid=$(hub_process)
  inside kill -9 "$pid"
  check 'kill -9: the hub is back' within 60 cluster ready
  check 'as another process' test "$(hub_process)" != "$pid"
  check 'and the home behind it' within 60 through_hub
  inside systemctl stop nats-server
  check 'nats-server goes away: the hub tells so' within 60 cluster 'the cluster is not connected'
  check 'and goes on' test "$(property NRestarts $unit)" = 1
  inside systemctl start nats-server
  check 'nats-server is back: so is the way to the home' within 60 through_hub
  pid=$(hub_process)
  check 'an upgrade restarts the hub' inside apt-get install -y -q --reinstall /root/package.deb
  check 'as another process' test "$(hub_process)" != "$pid"
  check 'a signed request comes through it' within 60 through_hub
  halt
  boot "$work/$suite"
  check 'after a reboot the hub is ready' within 60 cluster ready
  check 'and the home is behind it' within 60 through_hub
  note="exposure $(exposure $unit)"
  check 'the hub is shut in' awk -v e="$(exposure $unit)" 'BEGIN { exit !(e != "" && e <= 1.5) }'
  check 'the journal has no complaint of its sandbox' lacks 'EPERM\|Operation not permitted\|EACCES' $unit
  hub remove kim
  check 'a home is removed, and the cluster told' within 60 hub push
  check 'and not reached any more' within 60 tells TargetOfflineError ask clova-home 8720 hub
  home | configure
  inside systemctl reload clova-home
}
