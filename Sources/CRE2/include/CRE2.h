#ifndef SEKISHO_CRE2_H
#define SEKISHO_CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A C face over RE2: linear-time matching of UTF-8. No function throws, logs, or keeps a pointer it was given.

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled pattern: immutable, and safe to use from several threads at once.
typedef struct cre2_pattern cre2_pattern;

/// Why a pattern was refused; the first fourteen are RE2's own codes.
typedef enum cre2_fault_code {
  cre2_fault_none = 0,
  cre2_fault_internal,
  cre2_fault_escape,
  cre2_fault_class,
  cre2_fault_range,
  cre2_fault_missing_bracket,
  cre2_fault_missing_parenthesis,
  cre2_fault_unexpected_parenthesis,
  cre2_fault_trailing_backslash,
  cre2_fault_nothing_to_repeat,
  cre2_fault_repeat_size,
  cre2_fault_repeat_operator,
  cre2_fault_group_syntax,
  cre2_fault_utf8,
  cre2_fault_group_name,
  cre2_fault_too_large,
  cre2_fault_no_memory,
} cre2_fault_code;

/// The part of the pattern that RE2 complains of, in bytes; `offset` is -1 where RE2 does not say.
typedef struct cre2_fault {
  cre2_fault_code code;
  ptrdiff_t offset;
  size_t length;
} cre2_fault;

/// Bytes `lower ..< upper` of the text; `lower` is -1 for a group that took no part in the match.
typedef struct cre2_range {
  ptrdiff_t lower;
  ptrdiff_t upper;
} cre2_range;

/// NULL with `fault` filled in when the pattern is refused. `memory` bounds, in bytes, the program and the automata
/// that matching builds from it; when they are full, matching falls back to a slower linear algorithm.
cre2_pattern *_Nullable cre2_compile(const char *_Nullable bytes, size_t length, int64_t memory,
                                     cre2_fault *_Nonnull fault);

void cre2_free(cre2_pattern *_Nonnull pattern);

/// Instructions in the program: what a byte of text may cost at worst.
int cre2_program_size(const cre2_pattern *_Nonnull pattern);

/// Capture groups, the whole match not counted.
int cre2_group_count(const cre2_pattern *_Nonnull pattern);

/// The name of group `index` (from 1), not terminated; false when it has none. Lives as long as the pattern.
bool cre2_group_name(const cre2_pattern *_Nonnull pattern, int index, const char *_Nullable *_Nonnull name,
                     size_t *_Nonnull length);

/// Unanchored search from byte `start`, with `^` and `\b` seeing the text before it. Fills `count` ranges, the whole
/// match first. 1: found, 0: not found, -1: out of memory.
int cre2_find(const cre2_pattern *_Nonnull pattern, const char *_Nullable text, size_t length, size_t start,
              cre2_range *_Nullable ranges, int count);

#ifdef __cplusplus
}
#endif

#endif
