#!/usr/bin/env bash
# npm run test:faults: all faults in full size, some 18 minutes. Each part prints its figures as it goes, and the end tells which
# of them failed.
set -uo pipefail
cd "$(dirname "$0")/../.."
export FAULTS=full TZ=Asia/Seoul NODE_OPTIONS='--experimental-vm-modules --disable-warning=ExperimentalWarning'
failed=()
part() {
  local what=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$what"
  npx jest --verbose "$@" || failed+=("$what")
  printf '== %s: %s s\n' "$what" $((SECONDS - start))
}

# One after the other: what a gateway under attack needs is measured.
part 'attacks, power cuts, full disk, bad drivers' --runInBand --testMatch '**/test/faults/*.{test,long}.ts'
# At the same time: nearly all of it is waiting for networks that are away.
part 'networks that are interrupted' --maxWorkers 3 test/drivers/.*/contract.test.ts -t 'while the network was interrupted'

if [ ${#failed[@]} -gt 0 ]; then
  printf 'test:faults: FAILED after %s s\n' "$SECONDS"
  printf '  %s\n' "${failed[@]}"
  exit 1
fi
printf 'test:faults: passed after %s s\n' "$SECONDS"
