import JSON

/// The shapes of bodies and answers, by the name they have in the API document.
enum SchemaName: String, Sendable, Hashable, CaseIterable {
  // shared
  case text = "Text"
  case problem = "Problem"
  case reason = "Reason"
  case helper = "Helper"
  case diagnostic = "Diagnostic"
  // items
  case item = "Item"
  case itemPage = "ItemPage"
  case documentFact = "Document"
  case documentSlots = "DocumentSlots"
  case newItem = "NewItem"
  case itemEdit = "ItemEdit"
  case act = "Act"
  case bulkAct = "BulkAct"
  case bulkOutcome = "BulkOutcome"
  case comment = "Comment"
  case newLink = "NewLink"
  case correction = "Correction"
  case settlement = "Settlement"
  case receipt = "Receipt"
  case explanation = "Explanation"
  case explanationLine = "ExplanationLine"
  case entry = "Entry"
  case entryPage = "EntryPage"
  // invoices
  case finding = "Finding"
  case invoiceReport = "InvoiceReport"
  case invoice = "Invoice"
  case invoicePage = "InvoicePage"
  case invoiceReceipt = "InvoiceReceipt"
  // work
  case inbox = "Inbox"
  case board = "Board"
  case task = "Task"
  case taskList = "TaskList"
  case claim = "Claim"
  case leasedTask = "LeasedTask"
  case leasedTasks = "LeasedTasks"
  case heartbeat = "Heartbeat"
  case completion = "Completion"
  case failure = "Failure"
  case taskOutcome = "TaskOutcome"
  // workflows
  case workflowList = "WorkflowList"
  case workflow = "Workflow"
  case definitionList = "DefinitionList"
  case definition = "Definition"
  case fileCheck = "FileCheck"
  case parameterList = "ParameterList"
  case parameter = "Parameter"
  // people
  case period = "Period"
  case unit = "Unit"
  case position = "Position"
  case person = "Person"
  case party = "Party"
  case membership = "Membership"
  case delegation = "Delegation"
  case absence = "Absence"
  case directory = "Directory"
  case impact = "Impact"
  case peopleList = "PeopleList"
  case positionList = "PositionList"
  case partyList = "PartyList"
  // access
  case me = "Me"
  case token = "Token"
  case tokenList = "TokenList"
  case newToken = "NewToken"
  case issuedToken = "IssuedToken"
  // operation
  case health = "Health"

  var definition: JSONValue {
    SharedSchemas.schema(self) ?? ItemSchemas.schema(self) ?? WorkSchemas.schema(self) ?? InvoiceSchemas.schema(self)
      ?? WorkflowSchemas.schema(self) ?? PeopleSchemas.schema(self) ?? Schema.anything
  }

  /// `components/schemas` of the API document.
  static var components: JSONValue {
    .object(Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0.definition) }))
  }

  static func compiled(_ name: SchemaName) throws(SchemaErrors) -> JSONSchema {
    let document: JSONValue = [
      "$ref": .string("#/components/schemas/" + name.rawValue), "components": ["schemas": components],
    ]
    return try JSONSchema(
      document, options: SchemaOptions(assertsFormat: true, refusesUnknown: false, allowsBilingualTexts: false))
  }
}
