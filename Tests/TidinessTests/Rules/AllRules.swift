extension Rule {
  /// Every rule over single files. Rules over the whole tree are tests of their own.
  static let all: [Rule] = [
    .imports, .noPublic, .ownedTasks, .noForce, .explainedTraps, .noUncheckedSendable, .unsafeBesideC,
    .sqlInItsRooms, .exactMoney, .printingIsTheCommands, .environmentIsTheCommands,
    .noModuleNamesake, .namesThatSaySomething, .noLongFiles, .nothingLeftToDo, .noMachinePaths, .noSleeping,
  ]
}
