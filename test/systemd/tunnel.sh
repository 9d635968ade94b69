# A second machine, and the tunnel to it. For test/systemd/run.sh.

# A machine with nothing but sshd, in a network namespace of its own; the gateway's key may forward one port and no more.
server() {
  local tree=$work/server name=10.99.77.2 made=/etc/clova-home/tunnels
  cp -a "$cache/$suite" "$tree"
  # Locked it is not, or sshd would let nobody in; nor is there a password.
  chroot "$tree" useradd --create-home --password '*' --shell /usr/sbin/nologin clova
  chroot "$tree" sh -c 'rm -f /etc/ssh/ssh_host_*; ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key'
  inside sh -c "ssh-keygen -q -t ed25519 -N '' -f $made/ssh.key"
  inside cat "$made/ssh.key.pub" | sed 's/^/restrict,port-forwarding,permitlisten="127.0.0.1:8710" /' >"$tree/etc/ssh/clova.keys"
  echo "[$name]:2222 $(cut -d' ' -f1,2 <"$tree/etc/ssh/ssh_host_ed25519_key.pub")" | inside tee "$made/ssh.known_hosts" >/dev/null
  inside sh -c "sed -e s/tunnel.example.com/$name/ -e 's/Port 22/Port 2222/' \
    /usr/share/doc/clova-home-gateway/examples/tunnels/ssh.conf >$made/ssh.conf; chmod 600 $made/*"
}

server_up() {
  systemd-nspawn --register=no --keep-unit --quiet --directory="$work/server" --machine=clova-server --as-pid2 \
    --network-namespace-path=/run/netns/clova-server sh -c 'mkdir -p /run/sshd; exec /usr/sbin/sshd -D -e -p 2222 \
    -o AuthorizedKeysFile=/etc/ssh/clova.keys -o PasswordAuthentication=no' </dev/null >>"$work/server.log" 2>&1 &
  sshd=$!
}

server_down() {
  ip netns pids clova-server | xargs -r kill -9 2>/dev/null
  wait "$sshd" 2>/dev/null
  sshd=
}

# From the second machine, by the tunnel: a request signed with the key that this home takes for CLOVA's.
across() { ask clova-server 8710 across; }
answered() { tells TurnOffConfirmation across; }

lost() { ! across; }
status_of() { ip netns exec clova-server curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:8710$1"; }

tunnelled() {
  local unit=clova-home-tunnel@ssh
  check 'without settings the tunnel does not start' tells 'Assertion failed' inside systemctl start $unit
  server
  server_up
  check 'with them it does' inside systemctl enable --now $unit
  check 'a signed request comes through it from the other machine' within 60 answered
  check 'nothing but the public listener: 404 elsewhere' tells 404 status_of /
  check 'its user is not root' tells clova-home-tunnel inside ps -o user:20= -p "$(property MainPID $unit)"
  server_down
  check 'the other machine goes away' within 60 lost
  server_up
  check 'and when it is back, so is the tunnel' within 60 answered
  server_down
  chroot "$work/server" sh -c 'rm /etc/ssh/ssh_host_*; ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key'
  server_up
  check 'another machine that says it is the same is not spoken to' within 60 tells 'Host key verification failed' inside journalctl --no-pager -u $unit
  inside systemctl disable --now $unit 2>/dev/null
  server_down
}
