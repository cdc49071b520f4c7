#!/usr/bin/env bash
# Builds mediasoup-worker from the C++ sources in its npm package against the libraries of Debian or Ubuntu,
# so that nothing is downloaded but system packages.
#
# usage: build.sh PACKAGE OUTPUT
#   PACKAGE  node_modules/mediasoup
#   OUTPUT   the program to write
set -euo pipefail

package=$(realpath "$1")
output=$(realpath --canonicalize-missing "$2")
recipe=$(dirname "$(realpath "$0")")
work=$(mktemp --directory)
trap 'rm -rf "$work"' EXIT

cp -r "$package/worker" "$work/worker"
cd "$work/worker"

# replace FILE OLD NEW: a text that is no longer there fails, so that a new mediasoup is looked at again.
replace() {
  grep -qF -- "$2" "$1" || { echo "$1 does not contain: $2" >&2; exit 1; }
  OLD=$2 NEW=$3 perl -pi -e 's/\Q$ENV{OLD}\E/$ENV{NEW}/' "$1"
}

# Debian 12 has meson 1.0, and nothing here needs 1.1.
replace meson.build "meson_version: '>= 1.1.0'" "meson_version: '>= 1.0.0'"

# Debian's OpenSSL knows kernel TLS and asks its BIO whether to use it. mediasoup's callback answers every
# control call with 1, "yes", and the first DTLS handshake then crashes for want of a write buffer; the call's
# own answer has to be returned.
replace src/RTC/DtlsTransport.cpp "(operationType == BIO_CB_RETURN)" "((operationType & BIO_CB_RETURN) != 0)"

# Most of the time goes into headers that every file includes, so several files are compiled as one. Those in which something has
# the name of something in another one are compiled by themselves, or have it renamed.
replace deps/libwebrtc/libwebrtc/modules/congestion_controller/goog_cc/trendline_estimator.cc \
  kDeltaCounterMax kTrendlineDeltaCounterMax
replace meson.build "  sources: common_sources + ['src/main.cpp']," \
  "  sources: together + ['src/main.cpp'], link_with: by_themselves,"
perl -0pi -e 's/(?=executable\(\n  .mediasoup-worker.,)/`cat`/e' meson.build <<'MESON'
same_names = [
  'src/Settings.cpp',
  'src/RTC/BWE/TargetRateController.cpp',
  'src/RTC/PipeTransport.cpp',
  'src/RTC/PlainTransport.cpp',
  'src/RTC/RTCP/Feedback.cpp',
  'src/RTC/RTP/RtxStream.cpp',
  'src/RTC/SvcProducerStreamManager.cpp',
  'src/RTC/TransportCongestionControlServer.cpp',
  'src/RTC/WebRtcServer.cpp',
  'src/RTC/WebRtcTransport.cpp',
]
together = []
alone = []
foreach source : common_sources
  if source in same_names or source.startswith('src/handles/')
    alone += source
  else
    together += source
  endif
endforeach
by_themselves = static_library(
  'by-themselves',
  alone,
  dependencies: dependencies,
  include_directories: include_directories('include'),
  cpp_args: cpp_args + ['-DMS_EXECUTABLE'],
  override_options: ['unity=off'],
)

MESON

# meson takes the folder of a wrap as it is when it exists: ours stand for the system's libraries. Each also
# has an empty static library, for a shared library of mediasoup's build that is never built here.
for stub in "$recipe"/subprojects/*/; do
  wrap=subprojects/$(basename "$stub").wrap
  directory=subprojects/$(sed -n 's/^directory = //p' "$wrap")
  mkdir -p "$directory"
  cp -r "$stub". "$recipe/include" "$directory/"
  echo 'extern int empty;' > "$directory/empty.c"
  cp "$directory/empty.c" "$directory/empty.cpp"
done

meson setup "$work/out" --buildtype=release -Db_ndebug=true -Dunity=on -Dunity_size=8
ninja -C "$work/out" mediasoup-worker
install -D -m 755 "$work/out/mediasoup-worker" "$output"
