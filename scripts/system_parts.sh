#!/bin/sh
# Installs the Debian packages behind the named parts where it may (as root, with
# apt-get); elsewhere says in one line what to install, and fails.
#   sh scripts/system_parts.sh tesseract chromium postgresql fonts
set -eu

packages=""
for part in "$@"; do
  case "$part" in
    tesseract)
      if ! command -v tesseract >/dev/null || ! tesseract --list-langs 2>/dev/null | grep -qx vie; then
        packages="$packages tesseract-ocr tesseract-ocr-vie"
      fi ;;
    antiword)
      command -v antiword >/dev/null || packages="$packages antiword" ;;
    chromium)
      command -v chromium >/dev/null || packages="$packages chromium" ;;
    fonts)
      fc-list 2>/dev/null | grep -q NotoSerif-Regular || packages="$packages fontconfig fonts-noto-core" ;;
    postgresql)
      ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages="$packages postgresql" ;;
    *)
      echo "system_parts.sh: unknown part: $part" >&2; exit 2 ;;
  esac
done

[ -z "$packages" ] && exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086  # one word a package
  apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
  echo "Please install these Debian packages and run again: sudo apt-get install$packages" >&2
  exit 1
fi
