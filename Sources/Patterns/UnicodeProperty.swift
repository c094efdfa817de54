import Synchronization

/// The Unicode properties that ECMA-262 gives `\p{…}` (tables 67 to 69), as the inside of RE2's bracket expressions.
///
/// General categories and scripts are RE2's own where it has them; the rest is computed from the standard library's
/// tables on first use.
enum UnicodeProperty {
  /// nil for a name that is unknown. ECMA-262 compares names exactly: case and underscores count.
  static func classItems(_ name: String, isNegated: Bool) -> String? {
    let parts = name.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    switch (parts.count, parts[0]) {
    case (2, "Script"), (2, "sc"):
      return ScriptNames.long(parts[1]).map { "\\\(isNegated ? "P" : "p"){\($0)}" }
    case (2, "General_Category"), (2, "gc"): return category(parts[1], isNegated)
    case (1, _): return category(name, isNegated) ?? binary(name, isNegated)
    default: return nil
    }
  }

  private static func category(_ name: String, _ isNegated: Bool) -> String? {
    guard let short = categories[name] ?? (categories.values.contains(name) ? name : nil) else { return nil }
    switch short {
    case "LC": return computed("LC", isNegated) { [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter].contains($0) }
    case "C":
      return computed("C", isNegated) { [.control, .format, .surrogate, .privateUse, .unassigned].contains($0) }
    case "Cn": return computed("Cn", isNegated) { $0 == .unassigned }
    case "Cs": return isNegated ? CodePointRanges.all.classItems : ""
    default: return "\\\(isNegated ? "P" : "p"){\(short)}"
    }
  }

  private static func computed(
    _ key: String, _ isNegated: Bool, _ holds: (Unicode.GeneralCategory) -> Bool
  ) -> String {
    items(key, isNegated) { holds($0.properties.generalCategory) }
  }

  private static func binary(_ name: String, _ isNegated: Bool) -> String? {
    switch name {
    case "Any": return (isNegated ? CodePointRanges.all.complement : .all).classItems
    case "ASCII": return isNegated ? "\\x{80}-\\x{10ffff}" : "\\x{0}-\\x{7f}"
    case "Assigned": return category("Cn", !isNegated)
    case "Regional_Indicator", "RI":
      let indicators = CodePointRanges(sorted: [0x1F1E6...0x1F1FF])
      return (isNegated ? indicators.complement : indicators).classItems
    default: break
    }
    let long = binaryAliases[name] ?? name
    guard let holds = binaries[long] else { return nil }
    return items(long, isNegated) { holds($0.properties) }
  }

  private static let cache = Mutex<[String: CodePointRanges]>([:])

  private static func items(_ key: String, _ isNegated: Bool, _ holds: (Unicode.Scalar) -> Bool) -> String {
    let ranges =
      cache.withLock { $0[key] }
      ?? {
        let ranges = CodePointRanges(where: holds)
        cache.withLock { $0[key] = ranges }
        return ranges
      }()
    return (isNegated ? ranges.complement : ranges).classItems
  }

  private static let categories: [String: String] = [
    "Letter": "L", "Cased_Letter": "LC", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt",
    "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M", "Combining_Mark": "M", "Nonspacing_Mark": "Mn",
    "Spacing_Mark": "Mc", "Enclosing_Mark": "Me", "Number": "N", "Decimal_Number": "Nd", "digit": "Nd",
    "Letter_Number": "Nl", "Other_Number": "No", "Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc",
    "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps", "Close_Punctuation": "Pe", "Initial_Punctuation": "Pi",
    "Final_Punctuation": "Pf", "Other_Punctuation": "Po", "Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc",
    "Modifier_Symbol": "Sk", "Other_Symbol": "So", "Separator": "Z", "Space_Separator": "Zs", "Line_Separator": "Zl",
    "Paragraph_Separator": "Zp", "Other": "C", "Control": "Cc", "cntrl": "Cc", "Format": "Cf", "Surrogate": "Cs",
    "Private_Use": "Co", "Unassigned": "Cn",
  ]

  private static let binaries: [String: @Sendable (Unicode.Scalar.Properties) -> Bool] = [
    "ASCII_Hex_Digit": { $0.isASCIIHexDigit }, "Alphabetic": { $0.isAlphabetic }, "Bidi_Control": { $0.isBidiControl },
    "Bidi_Mirrored": { $0.isBidiMirrored }, "Case_Ignorable": { $0.isCaseIgnorable }, "Cased": { $0.isCased },
    "Changes_When_Casefolded": { $0.changesWhenCaseFolded }, "Changes_When_Casemapped": { $0.changesWhenCaseMapped },
    "Changes_When_Lowercased": { $0.changesWhenLowercased }, "Changes_When_Titlecased": { $0.changesWhenTitlecased },
    "Changes_When_NFKC_Casefolded": { $0.changesWhenNFKCCaseFolded },
    "Changes_When_Uppercased": { $0.changesWhenUppercased }, "Dash": { $0.isDash },
    "Default_Ignorable_Code_Point": { $0.isDefaultIgnorableCodePoint }, "Deprecated": { $0.isDeprecated },
    "Diacritic": { $0.isDiacritic }, "Emoji": { $0.isEmoji }, "Emoji_Modifier": { $0.isEmojiModifier },
    "Emoji_Modifier_Base": { $0.isEmojiModifierBase }, "Emoji_Presentation": { $0.isEmojiPresentation },
    "Extender": { $0.isExtender }, "Grapheme_Base": { $0.isGraphemeBase }, "Grapheme_Extend": { $0.isGraphemeExtend },
    "Hex_Digit": { $0.isHexDigit }, "IDS_Binary_Operator": { $0.isIDSBinaryOperator },
    "IDS_Trinary_Operator": { $0.isIDSTrinaryOperator }, "ID_Continue": { $0.isIDContinue },
    "ID_Start": { $0.isIDStart }, "Ideographic": { $0.isIdeographic }, "Join_Control": { $0.isJoinControl },
    "Logical_Order_Exception": { $0.isLogicalOrderException }, "Lowercase": { $0.isLowercase }, "Math": { $0.isMath },
    "Noncharacter_Code_Point": { $0.isNoncharacterCodePoint }, "Pattern_Syntax": { $0.isPatternSyntax },
    "Pattern_White_Space": { $0.isPatternWhitespace }, "Quotation_Mark": { $0.isQuotationMark },
    "Radical": { $0.isRadical }, "Sentence_Terminal": { $0.isSentenceTerminal }, "Soft_Dotted": { $0.isSoftDotted },
    "Terminal_Punctuation": { $0.isTerminalPunctuation }, "Unified_Ideograph": { $0.isUnifiedIdeograph },
    "Uppercase": { $0.isUppercase }, "Variation_Selector": { $0.isVariationSelector },
    "White_Space": { $0.isWhitespace }, "XID_Continue": { $0.isXIDContinue }, "XID_Start": { $0.isXIDStart },
  ]

  private static let binaryAliases: [String: String] = [
    "AHex": "ASCII_Hex_Digit", "Alpha": "Alphabetic", "Bidi_C": "Bidi_Control", "Bidi_M": "Bidi_Mirrored",
    "CI": "Case_Ignorable", "CWCF": "Changes_When_Casefolded", "CWCM": "Changes_When_Casemapped",
    "CWKCF": "Changes_When_NFKC_Casefolded", "CWL": "Changes_When_Lowercased", "CWT": "Changes_When_Titlecased",
    "CWU": "Changes_When_Uppercased", "DI": "Default_Ignorable_Code_Point", "Dep": "Deprecated", "Dia": "Diacritic",
    "EBase": "Emoji_Modifier_Base", "EMod": "Emoji_Modifier", "EPres": "Emoji_Presentation", "Ext": "Extender",
    "Gr_Base": "Grapheme_Base", "Gr_Ext": "Grapheme_Extend", "Hex": "Hex_Digit", "IDC": "ID_Continue",
    "IDS": "ID_Start", "IDSB": "IDS_Binary_Operator", "IDST": "IDS_Trinary_Operator", "Ideo": "Ideographic",
    "Join_C": "Join_Control", "LOE": "Logical_Order_Exception", "Lower": "Lowercase",
    "NChar": "Noncharacter_Code_Point", "Pat_Syn": "Pattern_Syntax", "Pat_WS": "Pattern_White_Space",
    "QMark": "Quotation_Mark", "SD": "Soft_Dotted", "STerm": "Sentence_Terminal", "Term": "Terminal_Punctuation",
    "UIdeo": "Unified_Ideograph", "Upper": "Uppercase", "VS": "Variation_Selector", "XIDC": "XID_Continue",
    "XIDS": "XID_Start", "space": "White_Space",
  ]
}
