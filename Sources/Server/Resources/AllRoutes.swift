extension Route {
  /// The whole API, in the order of its document.
  static let all: [Route] =
    ItemRoutes.all + TransitionRoutes.all + ConversationRoutes.all + DocumentRoutes.all + InvoiceRoutes.all
    + WorkRoutes.all + TaskRoutes.all + WorkflowRoutes.all + DefinitionRoutes.all + MigrationRoutes.all
    + PeopleRoutes.all + DirectoryRoutes.all + DelegationRoutes.all + AccessRoutes.all
    + AuditRoutes.all + OperationRoutes.all
}
