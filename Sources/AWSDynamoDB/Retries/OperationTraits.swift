internal import DynamoDB

// Whether a write may be sent twice. A condition is refused because of what the first attempt wrote, and a value
// from before the write is another one the second time. Reads need no word, and operations on tables have theirs
// in `OperationSender`.

extension PutItem {
  var repeatability: Repeatability { condition == nil && returnValues == .none ? .idempotent : .once }
}

extension DeleteItem {
  var repeatability: Repeatability { condition == nil && returnValues == .none ? .idempotent : .once }
}

extension UpdateItem {
  var repeatability: Repeatability {
    condition == nil && returnsTheSame && (update?.isIdempotent ?? true) ? .idempotent : .once
  }

  private var returnsTheSame: Bool {
    switch returnValues {
    case .none, .allNew, .updatedNew: true
    case .allOld, .updatedOld: false
    }
  }
}

extension Update {
  /// Whether doing it twice is doing it once: every attribute gets a value that the request holds, or goes.
  ///
  /// A path on the right may read what the first time wrote. A step into a list may append to it (`SET`) or
  /// remove what moved up (`REMOVE`). Elements can leave a set twice.
  var isIdempotent: Bool {
    adds.isEmpty
      && sets.allSatisfy { $0.value.isLiteral && !$0.path.entersList }
      && removes.allSatisfy { !$0.entersList }
      && deletes.allSatisfy { !$0.path.entersList }
  }
}

extension Update.Value {
  fileprivate var isLiteral: Bool {
    if case .operand(.value) = self { true } else { false }
  }
}

extension DocumentPath {
  fileprivate var entersList: Bool {
    steps.contains { step in
      if case .index = step { true } else { false }
    }
  }
}
