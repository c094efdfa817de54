import Diagnostics
import Patterns

/// Keywords of objects and arrays.
extension SchemaEvaluator {
  mutating func object(_ keyword: SchemaKeyword, _ members: [String: JSONValue], _ value: JSONValue) -> Bool {
    switch keyword.rule {
    case .minProperties(let count):
      if members.count >= count { return true }
      report(at: keyword.location) { ViolationText.tooFew(members.count, count, .members) }
      return false
    case .maxProperties(let count):
      if members.count <= count { return true }
      report(at: keyword.location) { ViolationText.tooMany(members.count, count, .members) }
      return false
    case .required(let names): return required(names, members, keyword)
    case .dependentRequired(let needs):
      return needs.sorted { $0.key < $1.key }.reduce(true) { isMet, need in
        (members[need.key] == nil || required(need.value, members, keyword, because: need.key)) && isMet
      }
    case .members(let rules): return check(members, rules)
    case .propertyNames(let schema): return names(schema, members)
    case .dependentSchemas(let schemas):
      var isValid = true
      for (name, schema) in schemas.sorted(by: { $0.key < $1.key }) where members[name] != nil {
        if !check(schema, value) { isValid = false }
      }
      return isValid
    case .unevaluatedProperties(let schema): return unevaluated(schema, members, keyword)
    default: return true  // `apply` sends only keywords of objects here.
    }
  }

  private mutating func required(
    _ names: [String], _ members: [String: JSONValue], _ keyword: SchemaKeyword, because other: String? = nil
  ) -> Bool {
    var isMet = true
    for name in names where members.index(forKey: name) == nil {
      isMet = false
      if !isCollecting { return false }
      report(at: keyword.location, member: name) { ViolationText.missing(name, because: other) }
    }
    return isMet
  }

  private mutating func check(_ members: [String: JSONValue], _ rules: MemberRules) -> Bool {
    // People get violations in the same order every time; a plain answer needs none.
    if isCollecting {
      var isValid = true
      for (name, member) in members.sorted(by: { $0.key < $1.key }) where !check(name, member, rules) {
        isValid = false
      }
      return isValid
    }
    for (name, member) in members where !check(name, member, rules) { return false }
    return true
  }

  private mutating func check(_ name: String, _ member: JSONValue, _ rules: MemberRules) -> Bool {
    var isValid = true
    var isKnown = false
    if let schema = rules.named[name] {
      isKnown = true
      isValid = check(schema, member, at: .member(name))
    }
    for entry in rules.patterned where entry.pattern.matches(name) {
      isKnown = true
      isValid = check(entry.schema, member, at: .member(name)) && isValid
    }
    if !isKnown, let schema = rules.additional {
      isKnown = true
      if rules.refusesAdditional {
        isValid = false
        report(at: rules.additionalLocation, member: name) { ViolationText.unknownMember(name, rules.named.keys) }
      } else {
        isValid = check(schema, member, at: .member(name))
      }
    }
    if isKnown { evaluated?.properties.insert(name) }
    return isValid
  }

  private mutating func names(_ schema: SchemaIndex, _ members: [String: JSONValue]) -> Bool {
    var isValid = true
    for name in isCollecting ? members.keys.sorted() : Array(members.keys) {
      if check(schema, .string(name), at: .member(name)) { continue }
      isValid = false
      if !isCollecting { return false }
    }
    return isValid
  }

  private mutating func unevaluated(
    _ schema: SchemaIndex, _ members: [String: JSONValue], _ keyword: SchemaKeyword
  ) -> Bool {
    var isValid = true
    for (name, member) in members.sorted(by: { $0.key < $1.key }) where evaluated?.holds(property: name) != true {
      if case .always(false, _) = self.schema.nodes[schema] {
        report(at: keyword.location, member: name) { ViolationText.unknownMember(name, [String]()) }
        isValid = false
      } else if !check(schema, member, at: .member(name)) {
        isValid = false
      }
      if !isValid, !isCollecting { return false }
    }
    evaluated?.allProperties = true
    return isValid
  }

  // MARK: Arrays

  mutating func array(_ keyword: SchemaKeyword, _ elements: [JSONValue]) -> Bool {
    switch keyword.rule {
    case .minItems(let count):
      if elements.count >= count { return true }
      report(at: keyword.location) { ViolationText.tooFew(elements.count, count, .items) }
      return false
    case .maxItems(let count):
      if elements.count <= count { return true }
      report(at: keyword.location) { ViolationText.tooMany(elements.count, count, .items) }
      return false
    case .uniqueItems: return unique(elements, keyword)
    case .prefixItems(let schemas):
      var isValid = true
      for (index, schema) in schemas.enumerated() where index < elements.count {
        if check(schema, elements[index], at: .item(index)) { continue }
        isValid = false
        if !isCollecting { return false }
      }
      evaluated?.note(items: min(schemas.count, elements.count))
      return isValid
    case .items(let schema, let start): return items(schema, elements, elements.indices.dropFirst(start))
    case .contains(let schema, let least, let most): return contains(schema, least, most, elements, keyword)
    case .unevaluatedItems(let schema):
      let noted = evaluated
      return items(schema, elements, elements.indices.filter { noted?.holds(item: $0) != true })
    default: return true  // `apply` sends only keywords of arrays here.
    }
  }

  private mutating func items(
    _ schema: SchemaIndex, _ elements: [JSONValue], _ indices: some Sequence<Int>
  ) -> Bool {
    var isValid = true
    for index in indices where !check(schema, elements[index], at: .item(index)) {
      isValid = false
      if !isCollecting || isFull { return false }
    }
    evaluated?.note(items: elements.count)
    return isValid
  }

  private mutating func unique(_ elements: [JSONValue], _ keyword: SchemaKeyword) -> Bool {
    var seen: [JSONValue: Int] = [:]
    for (index, element) in elements.enumerated() {
      guard let first = seen.updateValue(index, forKey: element) else { continue }
      report(at: keyword.location) { ViolationText.repeated(element, first, index) }
      return false
    }
    return true
  }

  private mutating func contains(
    _ schema: SchemaIndex, _ least: Int, _ most: Int?, _ elements: [JSONValue], _ keyword: SchemaKeyword
  ) -> Bool {
    var found = 0
    for (index, element) in elements.enumerated() {
      let outer = evaluated
      evaluated = nil
      let isMatch = checkSilently(schema, element)
      evaluated = outer
      guard isMatch else { continue }
      found += 1
      evaluated?.indices.insert(index)
      // Nothing more to learn.
      if most == nil, evaluated == nil, found >= least { return true }
    }
    if found >= least, found <= most ?? .max { return true }
    report(at: keyword.location) { ViolationText.contains(found, least, most) }
    return false
  }
}
