import ArgumentParser
import FoundationEssentials
import TableTheoryDocuments
import TableTheoryModels

/// Which models a command is about: this package's own rows, or those of a document.
struct ModelsOptions: ParsableArguments {
  @Option(help: "A DMS document, in YAML or JSON, instead of this package's own rows.")
  var models: String?

  @Option(name: .shortAndLong, help: "What the table is called, instead of pages or the document's own name.")
  var table: String?

  func validate() throws {
    if models?.isEmpty == true { throw ValidationError("--models is empty") }
    if table?.isEmpty == true { throw ValidationError("--table is empty") }
  }

  /// - Throws: ``Failure`` for a file that is not there or is no document.
  func document() throws(Failure) -> DMSDocument {
    guard let models else {
      return DMSDocument(PackageRows.models(in: table ?? Self.ownTable), namespace: PackageRows.namespace)
    }
    var document = try Self.read(models).document
    if let table {
      let names = Set(document.models.map(\.table))
      guard names.count <= 1 else {
        throw Failure(
          "--table: \(models) has models of several tables, \(names.sorted().joined(separator: ", "))", status: .usage)
      }
      for index in document.models.indices { document.models[index].table = table }
    }
    return document
  }

  /// - Throws: ``Failure`` as ``document()``, and for models that do not fit into one table together.
  func tables() throws(Failure) -> [TableSchema] {
    let models = try document().models
    do throws(SchemaError) { return try TableSchema.tables(of: models) } catch {
      throw Failure("\(self.models ?? "the models"): \(error)", status: .data)
    }
  }

  static let ownTable = "pages"

  static func read(_ path: String) throws(Failure) -> DMSFile {
    let text: String
    do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
      throw Failure("\(path) cannot be read: it is not there, or is not UTF-8", status: .data)
    }
    do throws(DocumentError) { return try DMSFile(text) } catch {
      throw Failure("\(path): \(error)", status: .data)
    }
  }
}
