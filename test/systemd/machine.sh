# Machines to try the package on: trees of Debian with a real systemd as their first process, in network namespaces of
# their own. For test/systemd/run.sh.

cache=${CACHE:-/var/cache/clova-home-test}
extra=systemd,systemd-sysv,dbus,iproute2,procps,curl,mosquitto,mosquitto-clients,openssh-server,openssh-client,openssl,nats-server

# base SUITE: a tree of that Debian with these packages, made once and kept. Node comes from Debian where that is new enough.
base() {
  local suite=$1 tree=$cache/$1 node=
  [ "$suite" = bookworm ] || node=,nodejs
  [ "$(cat "$tree/.made" 2>/dev/null)" = "$extra" ] && return
  rm -rf "$tree" && mkdir -p "$cache"
  debootstrap --variant=minbase --include="$extra$node" "$suite" "$tree" http://deb.debian.org/debian >"$tree.log" 2>&1 ||
    { tail -5 "$tree.log"; echo "debootstrap $suite failed"; exit 1; }
  [ -n "$node" ] || ourNode "$tree"
  rm -f "$tree/etc/systemd/system/multi-user.target.wants/"{ssh,mosquitto,nats-server}.service
  echo "$extra" >"$tree/.made"
}

# Bookworm's own Node is 18: a package of the Node of this machine takes its place.
ourNode() {
  local made version
  made=$(mktemp -d)
  version=$(node --version | tr -d v)
  mkdir -p "$made/DEBIAN" "$made/usr/bin"
  cp "$(readlink -f "$(command -v node)")" "$made/usr/bin/node"
  printf 'Package: nodejs\nVersion: %s\nArchitecture: %s\nDepends: libstdc++6\nMaintainer: nobody <root@localhost>\nDescription: the Node of the testing machine\n' \
    "$version" "$(dpkg --print-architecture)" >"$made/DEBIAN/control"
  dpkg-deb --root-owner-group -Znone -b "$made" "$1/var/cache/nodejs.deb" >/dev/null
  chroot "$1" dpkg -i /var/cache/nodejs.deb >/dev/null
  rm -rf "$made"
}

# network NAME ADDRESS: a network namespace with one leg in the other's.
networks() {
  local one
  for one in home server; do
    ip netns add "clova-$one"
    ip -n "clova-$one" link set lo up
  done
  ip -n clova-home link add net0 type veth peer name net0 netns clova-server
  ip -n clova-home addr add 10.99.77.1/24 dev net0
  ip -n clova-server addr add 10.99.77.2/24 dev net0
  ip -n clova-home link set net0 up
  ip -n clova-server link set net0 up
}

# boot TREE: starts systemd in it, and waits until it has started everything.
boot() {
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --register=no --keep-unit --quiet --boot --directory="$1" --machine=clova-test \
    --network-namespace-path=/run/netns/clova-home </dev/null >"$work/console.log" 2>&1 &
  spawn=$!
  for _ in $(seq 100); do
    leader=$(pgrep -P "$spawn" | head -1)
    [ -n "$leader" ] && [ "$(cat "/proc/$leader/comm" 2>/dev/null)" = systemd ] &&
      nsenter -t "$leader" -m test -S /run/systemd/private 2>/dev/null && break
    sleep 0.2
  done
  inside systemctl is-system-running --wait >/dev/null
}

# inside COMMAND…: in the machine, as its root.
inside() { nsenter -t "$leader" -m -u -i -n -p -r -w env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 LANGUAGE=en DEBIAN_FRONTEND=noninteractive "$@"; }

halt() {
  [ -n "${leader:-}" ] && kill -s RTMIN+4 "$leader" 2>/dev/null
  for _ in $(seq 100); do
    kill -0 "$spawn" 2>/dev/null || break
    sleep 0.1
  done
  kill -9 "$leader" "$spawn" 2>/dev/null
  leader=
  wait "$spawn" 2>/dev/null
}

tidy() {
  [ -n "${sshd:-}" ] && server_down
  [ -n "${spawn:-}" ] && halt
  ip netns del clova-home 2>/dev/null
  ip netns del clova-server 2>/dev/null
  rm -rf "${work:?}"
}
