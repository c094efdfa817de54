#include "CRE2.h"

#include <map>
#include <new>
#include <string>
#include <vector>

#include <re2/re2.h>

struct cre2_pattern {
  re2::RE2 expression;
  /// Names by group number, copied once: RE2 computes its map lazily.
  std::map<int, std::string> names;

  cre2_pattern(const re2::StringPiece &text, const re2::RE2::Options &options) : expression(text, options) {}
};

namespace {

cre2_fault_code code_of(re2::RE2::ErrorCode code) {
  switch (code) {
  case re2::RE2::NoError: return cre2_fault_none;
  case re2::RE2::ErrorInternal: return cre2_fault_internal;
  case re2::RE2::ErrorBadEscape: return cre2_fault_escape;
  case re2::RE2::ErrorBadCharClass: return cre2_fault_class;
  case re2::RE2::ErrorBadCharRange: return cre2_fault_range;
  case re2::RE2::ErrorMissingBracket: return cre2_fault_missing_bracket;
  case re2::RE2::ErrorMissingParen: return cre2_fault_missing_parenthesis;
  case re2::RE2::ErrorUnexpectedParen: return cre2_fault_unexpected_parenthesis;
  case re2::RE2::ErrorTrailingBackslash: return cre2_fault_trailing_backslash;
  case re2::RE2::ErrorRepeatArgument: return cre2_fault_nothing_to_repeat;
  case re2::RE2::ErrorRepeatSize: return cre2_fault_repeat_size;
  case re2::RE2::ErrorRepeatOp: return cre2_fault_repeat_operator;
  case re2::RE2::ErrorBadPerlOp: return cre2_fault_group_syntax;
  case re2::RE2::ErrorBadUTF8: return cre2_fault_utf8;
  case re2::RE2::ErrorBadNamedCapture: return cre2_fault_group_name;
  case re2::RE2::ErrorPatternTooLarge: return cre2_fault_too_large;
  }
  return cre2_fault_internal;
}

/// RE2 copies the fragment it complains of; this finds the place again, where there is only one.
void locate(const std::string &pattern, const std::string &fragment, cre2_fault *fault) {
  if (fragment.empty() || fragment.size() == pattern.size()) return;
  const std::string::size_type first = pattern.find(fragment);
  if (first == std::string::npos || pattern.find(fragment, first + 1) != std::string::npos) return;
  fault->offset = static_cast<ptrdiff_t>(first);
  fault->length = fragment.size();
}

} // namespace

cre2_pattern *cre2_compile(const char *bytes, size_t length, int64_t memory, cre2_fault *fault) {
  *fault = {cre2_fault_none, -1, 0};
  try {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(memory);
    cre2_pattern *pattern = new cre2_pattern(re2::StringPiece(bytes == nullptr ? "" : bytes, length), options);
    const re2::RE2 &expression = pattern->expression;
    if (!expression.ok()) {
      fault->code = code_of(expression.error_code());
      locate(expression.pattern(), expression.error_arg(), fault);
    } else if (expression.ReverseProgramSize() < 0) {
      // The program for searching backwards is compiled on first use; one that does not fit is refused here.
      fault->code = cre2_fault_too_large;
    }
    if (fault->code != cre2_fault_none) {
      delete pattern;
      return nullptr;
    }
    pattern->names = expression.CapturingGroupNames();
    return pattern;
  } catch (const std::bad_alloc &) {
    fault->code = cre2_fault_no_memory;
  } catch (...) {
    fault->code = cre2_fault_internal;
  }
  return nullptr;
}

void cre2_free(cre2_pattern *pattern) { delete pattern; }

int cre2_program_size(const cre2_pattern *pattern) { return pattern->expression.ProgramSize(); }

int cre2_group_count(const cre2_pattern *pattern) { return pattern->expression.NumberOfCapturingGroups(); }

bool cre2_group_name(const cre2_pattern *pattern, int index, const char **name, size_t *length) {
  const auto found = pattern->names.find(index);
  if (found == pattern->names.end()) return false;
  *name = found->second.data();
  *length = found->second.size();
  return true;
}

int cre2_find(const cre2_pattern *pattern, const char *text, size_t length, size_t start, cre2_range *ranges,
              int count) {
  try {
    // RE2 tells a group that matched nothing from one that took no part by its address: an empty text needs one too.
    const re2::StringPiece subject(text == nullptr ? "" : text, length);
    const re2::RE2 &expression = pattern->expression;
    if (count == 0) {
      return expression.Match(subject, start, length, re2::RE2::UNANCHORED, nullptr, 0) ? 1 : 0;
    }
    std::vector<re2::StringPiece> groups(static_cast<size_t>(count));
    if (!expression.Match(subject, start, length, re2::RE2::UNANCHORED, groups.data(), count)) return 0;
    for (int index = 0; index < count; index++) {
      const re2::StringPiece &group = groups[static_cast<size_t>(index)];
      if (group.data() == nullptr) {
        ranges[index] = {-1, -1};
      } else {
        const ptrdiff_t lower = group.data() - subject.data();
        ranges[index] = {lower, lower + static_cast<ptrdiff_t>(group.size())};
      }
    }
    return 1;
  } catch (...) {
    return -1;
  }
}
