import SwiftCompilerPlugin
import SwiftSyntaxMacros

/// What the compiler starts to expand `@TableModel`.
@main struct TableTheoryModelsPlugin: CompilerPlugin {
  let providingMacros: [any Macro.Type] = [TableModelMacro.self, MarkMacro.self]
}
