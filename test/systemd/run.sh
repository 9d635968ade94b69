#!/usr/bin/env bash
# Installs the package on Debian machines with a real systemd, and does to it what happens to a Raspberry Pi:
# npm run test:systemd [bookworm] [trixie]. It needs root, systemd-container, debootstrap and iproute2; about two minutes each.
# CASES='installed tunnelled' does only these. PREVIOUS=FILE is the package from which `upgraded` comes.
set -uo pipefail
cd "$(dirname "$0")/../.."
here=test/systemd
suites=("${@:-bookworm}")
[ $# -gt 0 ] || suites=(bookworm trixie)
[ "$(id -u)" = 0 ] || { echo 'run this as root'; exit 1; }
for tool in systemd-nspawn debootstrap ip nsenter; do
  command -v "$tool" >/dev/null || { echo "$tool is not here: apt-get install systemd-container debootstrap iproute2"; exit 1; }
done

. "$here/machine.sh"
. "$here/tunnel.sh"
. "$here/hub.sh"
. "$here/restore.sh"
. "$here/cases.sh"
passed=0 failed=0 note='' leader='' spawn='' sshd=''
work=$(mktemp -d /var/tmp/clova-home-systemd.XXXXXX)
trap tidy EXIT

deb=$(node packaging/package.mjs "$work") || exit 1
for suite in "${suites[@]}"; do
  printf '\n== %s\n' "$suite"
  base "$suite"
  cp -a "$cache/$suite" "$work/$suite"
  cp "$deb" "$work/$suite/root/package.deb"
  networks
  boot "$work/$suite"
  inside systemctl --version | head -1
  echo "node $(inside node --version)"
  for each in ${CASES:-installed described killed blocked wrong restored secured linked tunnelled hubbed upgraded migrated removed by_npm}; do $each; done
  halt
  ip netns del clova-home
  ip netns del clova-server
  rm -rf "${work:?}/$suite" "$work/server" "$work"/*.token
done
printf '\n%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
