#!/usr/bin/env bash
# The same bundle on the processor of a Raspberry Pi: Debian's Node for arm64, run by qemu-user.
# npm run test:arm64; it needs debootstrap and qemu-user-static, and nothing that only root may do but debootstrap.
set -uo pipefail
cd "$(dirname "$0")/../.."
tree=${CACHE:-/var/cache/clova-home-test}/arm64
for tool in debootstrap qemu-aarch64-static; do
  command -v "$tool" >/dev/null || { echo "$tool is not here: apt-get install debootstrap qemu-user-static"; exit 1; }
done

if [ ! -e "$tree/.made" ]; then
  rm -rf "$tree" && mkdir -p "${tree%/*}"
  debootstrap --arch=arm64 --foreign --variant=minbase --include=nodejs trixie "$tree" http://deb.debian.org/debian >"$tree.log" 2>&1 ||
    { tail -5 "$tree.log"; exit 1; }
  # Unpacked is enough: nothing in there is ever set up.
  for package in "$tree"/var/cache/apt/archives/*.deb; do dpkg-deb -x "$package" "$tree"; done
  touch "$tree/.made"
fi

work=$(mktemp -d)
trap '[ -n "${gateway:-}" ] && kill "$gateway" 2>/dev/null; rm -rf "$work"' EXIT
# A wait that is too short for an emulated processor is no fault.
arm64() { qemu-aarch64-static -L "$tree" "$tree/usr/bin/node" "$@"; }
clova_home() { arm64 dist/clova-home.cjs "$@" --config "$work/gateway.yaml"; }
port=$((20000 + $$ % 20000))
cat >"$work/gateway.yaml" <<YAML
server: { listen: '127.0.0.1:$port', deadline: 7s }
signature: { publicKey: none.pem }
state: state
drivers: { memory: { type: virtual } }
appliances:
  - { id: lamp, name: 조명, type: LIGHT, driver: memory, traits: { power: { value: false } } }
YAML

passed=0 failed=0
check() {
  local what=$1 text=$2 said
  shift 2
  said=$("$@" 2>&1)
  if grep -qF -- "$text" <<<"$said"; then passed=$((passed + 1)) && echo "  ok    $what"; else failed=$((failed + 1)) && printf '  FAIL  %s\n%s\n' "$what" "$said"; fi
}

check 'Node is that of arm64' arm64 arm64 -p process.arch
check 'the bundle starts' 'clova-home say desk-lamp' clova_home say --help
check 'a configuration is right' 'is right' clova_home check
# Not by the function, whose own shell would be all that is ended afterwards.
qemu-aarch64-static -L "$tree" "$tree/usr/bin/node" dist/clova-home.cjs run --config "$work/gateway.yaml" >"$work/log" 2>&1 &
gateway=$!
for _ in $(seq 1800); do grep -q 'is listening' "$work/log" && break; sleep 0.1; done
check 'the gateway listens' 'the gateway is listening' cat "$work/log"
# The first requests of an emulated processor, which still compiles, may take longer than CLOVA would wait.
for _ in 1 2 3 4; do clova_home say lamp TurnOn 2>&1 | grep -q TurnOnConfirmation && break; done
check 'a signed request is answered' TurnOnConfirmation clova_home say lamp TurnOn
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
