// mediasoup-worker is written for libsrtp 3, and Debian has libsrtp 2. The two differ in how a policy is made
// (an opaque object with setters, not a struct) and in how packets are transformed (from an input to an output
// buffer with a capacity, not in place); this header gives libsrtp 2 the newer interface.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

struct NearcastSrtpPolicy {
  srtp2_policy_t settings{};
  // Master key and salt, one after the other, as libsrtp 2 wants them.
  unsigned char key[SRTP_MAX_KEY_LEN]{};
};
using srtp_policy_t = NearcastSrtpPolicy*;

// Codes that only libsrtp 3 has.
inline constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
inline constexpr auto srtp_err_status_cryptex_err = static_cast<srtp_err_status_t>(29);

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy) {
  *policy = new NearcastSrtpPolicy();
  return srtp_err_status_ok;
}

inline void srtp_policy_destroy(srtp_policy_t policy) { delete policy; }

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc) {
  policy->settings.ssrc = ssrc;
  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile) {
  const auto status = srtp_crypto_policy_set_from_profile_for_rtp(&policy->settings.rtp, profile);
  if (status != srtp_err_status_ok) return status;
  // SRTCP carries the tag of 80 bits even where SRTP has 32.
  return srtp_crypto_policy_set_from_profile_for_rtcp(&policy->settings.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(srtp_policy_t policy, const uint8_t* key, size_t keyLength,
                                             const uint8_t* salt, size_t saltLength, const uint8_t* /*mki*/,
                                             size_t /*mkiLength*/) {
  if (keyLength + saltLength > sizeof(policy->key)) return srtp_err_status_bad_param;
  std::memcpy(policy->key, key, keyLength);
  std::memcpy(policy->key + keyLength, salt, saltLength);
  policy->settings.key = policy->key;
  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow) {
  policy->settings.allow_repeat_tx = allow;
  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t size) {
  policy->settings.window_size = size;
  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy) {
  return srtp_create(session, &policy->settings);
}

namespace nearcast {

// `Growth` is how many bytes the transform may add at the end of the packet.
template <srtp_err_status_t (*Transform)(srtp_t, void*, int*), size_t Growth>
inline srtp_err_status_t transformInto(srtp_t session, const uint8_t* in, size_t inLength, uint8_t* out,
                                       size_t* outLength) {
  const bool fitsInt = inLength <= static_cast<size_t>(std::numeric_limits<int>::max());
  if (!fitsInt || *outLength < inLength + Growth) return srtp_err_status_buffer_small;
  if (in != out) std::memcpy(out, in, inLength);
  int length = static_cast<int>(inLength);
  const auto status = Transform(session, out, &length);
  if (status == srtp_err_status_ok) *outLength = static_cast<size_t>(length);
  return status;
}

}  // namespace nearcast

inline srtp_err_status_t srtp_protect(srtp_t session, const uint8_t* in, size_t inLength, uint8_t* out,
                                      size_t* outLength, size_t /*mkiIndex*/) {
  return nearcast::transformInto<srtp_protect, SRTP_MAX_TRAILER_LEN>(session, in, inLength, out, outLength);
}

inline srtp_err_status_t srtp_protect_rtcp(srtp_t session, const uint8_t* in, size_t inLength, uint8_t* out,
                                           size_t* outLength, size_t /*mkiIndex*/) {
  return nearcast::transformInto<srtp_protect_rtcp, SRTP_MAX_TRAILER_LEN>(session, in, inLength, out, outLength);
}

inline srtp_err_status_t srtp_unprotect(srtp_t session, const uint8_t* in, size_t inLength, uint8_t* out,
                                        size_t* outLength) {
  return nearcast::transformInto<srtp_unprotect, 0>(session, in, inLength, out, outLength);
}

inline srtp_err_status_t srtp_unprotect_rtcp(srtp_t session, const uint8_t* in, size_t inLength, uint8_t* out,
                                             size_t* outLength) {
  return nearcast::transformInto<srtp_unprotect_rtcp, 0>(session, in, inLength, out, outLength);
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc) {
  return srtp_remove_stream(session, ssrc);
}
