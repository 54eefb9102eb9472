public import ArgumentParser
public import TableTheoryDocuments

extension IAMPolicy.Access: ExpressibleByArgument {}

extension TemplateOptions.Encryption: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument {
    case "": return nil
    case "managed": self = .managedByAWS
    case "owned": self = .ownedByDynamoDB
    default: self = .key(argument)
    }
  }

  public var defaultValueDescription: String {
    switch self {
    case .managedByAWS: "managed"
    case .ownedByDynamoDB: "owned"
    case .key(let key): key
    }
  }
}
