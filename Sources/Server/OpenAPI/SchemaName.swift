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
  case migrationPlan = "MigrationPlan"
  case migrationProgress = "MigrationProgress"
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
  case directoryEdit = "DirectoryEdit"
  case newDirectoryChange = "NewDirectoryChange"
  case directoryProposal = "DirectoryProposal"
  case directoryChange = "DirectoryChange"
  case directoryChangeList = "DirectoryChangeList"
  case directoryOutcome = "DirectoryOutcome"
  case newDelegation = "NewDelegation"
  case delegationList = "DelegationList"
  case newAbsence = "NewAbsence"
  case absenceList = "AbsenceList"
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
    switch self {
    case .text: SharedSchemas.text
    case .problem: SharedSchemas.problem
    case .reason: SharedSchemas.reason
    case .helper: SharedSchemas.helper
    case .diagnostic: SharedSchemas.diagnostic
    case .item: ItemSchemas.item
    case .itemPage: ItemSchemas.itemPage
    case .documentFact: ItemSchemas.documentFact
    case .documentSlots: ItemSchemas.documentSlots
    case .newItem: ItemSchemas.newItem
    case .itemEdit: ItemSchemas.itemEdit
    case .act: ItemSchemas.act
    case .bulkAct: ItemSchemas.bulkAct
    case .bulkOutcome: ItemSchemas.bulkOutcome
    case .comment: ItemSchemas.comment
    case .newLink: ItemSchemas.newLink
    case .correction: ItemSchemas.correction
    case .settlement: ItemSchemas.settlement
    case .receipt: ItemSchemas.receipt
    case .explanation: ItemSchemas.explanation
    case .explanationLine: ItemSchemas.explanationLine
    case .entry: ItemSchemas.entry
    case .entryPage: ItemSchemas.entryPage
    case .finding: InvoiceSchemas.finding
    case .invoiceReport: InvoiceSchemas.invoiceReport
    case .invoice: InvoiceSchemas.invoice
    case .invoicePage: InvoiceSchemas.invoicePage
    case .invoiceReceipt: InvoiceSchemas.invoiceReceipt
    case .inbox: WorkSchemas.inbox
    case .board: WorkSchemas.board
    case .task: WorkSchemas.task
    case .taskList: WorkSchemas.taskList
    case .claim: WorkSchemas.claim
    case .leasedTask: WorkSchemas.leasedTask
    case .leasedTasks: WorkSchemas.leasedTasks
    case .heartbeat: WorkSchemas.heartbeat
    case .completion: WorkSchemas.completion
    case .failure: WorkSchemas.failure
    case .taskOutcome: WorkSchemas.taskOutcome
    case .workflowList: WorkflowSchemas.workflowList
    case .workflow: WorkflowSchemas.workflow
    case .definitionList: WorkflowSchemas.definitionList
    case .definition: WorkflowSchemas.definition
    case .fileCheck: WorkflowSchemas.fileCheck
    case .parameterList: WorkflowSchemas.parameterList
    case .parameter: WorkflowSchemas.parameter
    case .migrationPlan: WorkflowSchemas.migrationPlan
    case .migrationProgress: WorkflowSchemas.migrationProgress
    case .period: PeopleSchemas.period
    case .unit: PeopleSchemas.unit
    case .position: PeopleSchemas.position
    case .person: PeopleSchemas.person
    case .party: PeopleSchemas.party
    case .membership: PeopleSchemas.membership
    case .delegation: PeopleSchemas.delegation
    case .absence: PeopleSchemas.absence
    case .directory: PeopleSchemas.directory
    case .directoryEdit: DirectorySchemas.edit
    case .newDirectoryChange: DirectorySchemas.newChange
    case .directoryProposal: DirectorySchemas.proposal
    case .directoryChange: DirectorySchemas.change
    case .directoryChangeList: DirectorySchemas.changeList
    case .directoryOutcome: DirectorySchemas.outcome
    case .newDelegation: DirectorySchemas.newDelegation
    case .delegationList: DirectorySchemas.delegationList
    case .newAbsence: DirectorySchemas.newAbsence
    case .absenceList: DirectorySchemas.absenceList
    case .peopleList: PeopleSchemas.peopleList
    case .positionList: PeopleSchemas.positionList
    case .partyList: PeopleSchemas.partyList
    case .me: PeopleSchemas.me
    case .token: PeopleSchemas.token
    case .tokenList: PeopleSchemas.tokenList
    case .newToken: PeopleSchemas.newToken
    case .issuedToken: PeopleSchemas.issuedToken
    case .health: SharedSchemas.health
    }
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
