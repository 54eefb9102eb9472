import SwiftCompilerPlugin
import SwiftSyntaxMacros

/// What the compiler starts to expand `@TableModel` and `@AttributeMap`.
@main struct TableTheoryModelsPlugin: CompilerPlugin {
  let providingMacros: [any Macro.Type] = [TableModelMacro.self, AttributeMapMacro.self, MarkMacro.self]
}
