/// Computing beforehand what depends on no variable.
extension Planner {
  /// Units that folding one node may cost; what costs more is left for the evaluation and its budget.
  private static let budget = 200

  /// The constant that `step` gives, or `step` itself where it is none, fails, or grows large.
  func folded(_ expr: Expr, _ step: any Step) -> any Step {
    guard Self.isFoldable(step) else { return step }
    var context = EvaluationContext(foldingBudget: Self.budget)
    guard let value = try? step.evaluate(&context) else { return step }
    return ConstantStep(value: value, range: expr.range)
  }

  private static func isFoldable(_ step: any Step) -> Bool {
    switch step {
    case let step as ListStep: step.elements.allSatisfy { $0.step is ConstantStep }
    case let step as MapStep: step.entries.allSatisfy { $0.key is ConstantStep && $0.value is ConstantStep }
    case let step as ArithmeticStep: step.left is ConstantStep && step.right is ConstantStep
    case let step as EqualityStep: step.left is ConstantStep && step.right is ConstantStep
    case let step as OrderStep: step.left is ConstantStep && step.right is ConstantStep
    case let step as NegateStep: step.operand is ConstantStep
    case let step as NotStep: step.operand is ConstantStep
    case let step as CallStep: step.isPure && step.arguments.allSatisfy { $0 is ConstantStep }
    default: false
    }
  }
}
