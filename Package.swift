// swift-tools-version: 6.3
import CompilerPluginSupport
import PackageDescription

/// One set of rules for every target: strict concurrency, no warnings, imports that say what they use.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "TableTheory",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "DynamoDB", targets: ["DynamoDB"]),
    .library(name: "AWSDynamoDB", targets: ["AWSDynamoDB"]),
    .library(name: "AWSDynamoDBService", targets: ["AWSDynamoDBService"]),
    .library(name: "EmbeddedDynamoDB", targets: ["EmbeddedDynamoDB"]),
    .library(name: "DynamoDBServer", targets: ["DynamoDBServer"]),
    .library(name: "TableTheory", targets: ["TableTheory"]),
    .library(name: "TableTheoryModels", targets: ["TableTheoryModels"]),
    .library(name: "TableTheoryDocuments", targets: ["TableTheoryDocuments"]),
    .library(name: "TableTheoryMacros", targets: ["TableTheoryMacros"]),
    .library(name: "S3Bodies", targets: ["S3Bodies"]),
    .library(name: "TableTheoryTesting", targets: ["TableTheoryTesting"]),
    .executable(name: "tabletheory", targets: ["Command"]),
  ],
  dependencies: [
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-syntax", from: "603.0.1"),
    // Without its trait it does not link Foundation.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    .target(name: "DynamoDB", swiftSettings: strict),
    .target(
      name: "AWSSignatures",
      dependencies: [
        "DynamoDB",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "AWSDynamoDB",
      dependencies: [
        "AWSSignatures",
        "DynamoDB",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "AWSDynamoDBService",
      dependencies: [
        "AWSDynamoDB",
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "EmbeddedDynamoDB",
      dependencies: [
        "DynamoDB",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "DynamoDBServer",
      dependencies: [
        "AWSSignatures",
        "DynamoDB",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "TableTheory",
      dependencies: [
        "DynamoDB",
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: strict
    ),
    // The same sources once more, by a symbolic link, with the mutants of Sources/TableTheory/Mutants: for the simulator
    // alone, so that what it plays is the shipped code and no product has them.
    .target(
      name: "MutableTableTheory",
      dependencies: [
        "DynamoDB",
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: strict + [.define("MUTANTS")]
    ),
    .target(name: "TableTheoryModels", dependencies: ["DynamoDB"], swiftSettings: strict),
    // Apart from the models, which run without YAML.
    .target(
      name: "TableTheoryDocuments",
      dependencies: ["DynamoDB", "TableTheoryModels", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict
    ),
    // What `@TableModel` writes: a library, so that its tests need no compiler plugin. Nothing that is built in release
    // depends on it or on the two after it.
    .target(
      name: "TableTheoryModelsMacros",
      dependencies: [
        .product(name: "SwiftDiagnostics", package: "swift-syntax"),
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
        .product(name: "SwiftSyntaxBuilder", package: "swift-syntax"),
      ],
      swiftSettings: strict
    ),
    .macro(
      name: "TableTheoryModelsPlugin",
      dependencies: [
        "TableTheoryModelsMacros",
        .product(name: "SwiftCompilerPlugin", package: "swift-syntax"),
        .product(name: "SwiftSyntaxMacros", package: "swift-syntax"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "TableTheoryMacros",
      dependencies: ["DynamoDB", "TableTheoryModels", "TableTheoryModelsPlugin"],
      swiftSettings: strict
    ),
    .target(
      name: "S3Bodies",
      dependencies: ["AWSDynamoDB", "DynamoDB", "TableTheory"],
      swiftSettings: strict
    ),
    .target(
      name: "TableTheoryTesting",
      dependencies: ["DynamoDB", "EmbeddedDynamoDB"],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "Simulate",
      dependencies: [
        "DynamoDB",
        "MutableTableTheory",
        "TableTheoryTesting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict
    ),
    // Two calls of the operating system that Swift cannot import.
    .target(name: "CProcess"),
    .executableTarget(
      name: "Costs",
      dependencies: [
        "DynamoDB",
        "TableTheory",
        "TableTheoryTesting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "PageMiddleware",
      dependencies: [
        "DynamoDB",
        "TableTheory",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      path: "Examples/PageMiddleware",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "Command",
      dependencies: [
        "AWSDynamoDB",
        "CProcess",
        "DynamoDB",
        "DynamoDBServer",
        "EmbeddedDynamoDB",
        "PageMiddleware",
        "S3Bodies",
        "TableTheory",
        "TableTheoryDocuments",
        "TableTheoryModels",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "FirstLease",
      dependencies: ["AWSDynamoDB", "TableTheory"],
      path: "Examples/FirstLease",
      swiftSettings: strict
    ),
    .target(
      name: "IdempotencyMiddleware",
      dependencies: [
        "DynamoDB",
        "TableTheory",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      path: "Examples/IdempotencyMiddleware",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "Contender",
      dependencies: ["AWSDynamoDB", "DynamoDB", "EmbeddedDynamoDB", "TableTheory"],
      path: "Tests/Contender",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "PageWorker",
      dependencies: [
        "AWSDynamoDB",
        "DynamoDB",
        "TableTheory",
        "TableTheoryTesting",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Tests/PageWorker",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "QueueWorker",
      dependencies: ["AWSDynamoDB", "DynamoDB", "TableTheory", "TableTheoryTesting"],
      path: "Tests/QueueWorker",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "SigningProbe",
      dependencies: ["AWSDynamoDB", "AWSSignatures", "DynamoDB"],
      path: "Tests/SigningProbe",
      swiftSettings: strict
    ),
    .testTarget(name: "DynamoDBTests", dependencies: ["DynamoDB"], swiftSettings: strict),
    .testTarget(
      name: "AWSDynamoDBTests",
      dependencies: [
        "AWSDynamoDB",
        "AWSDynamoDBService",
        "AWSSignatures",
        "DynamoDB",
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "InMemoryLogging", package: "swift-log"),
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: strict
    ),
    .testTarget(name: "AWSSignaturesTests", dependencies: ["AWSSignatures", "DynamoDB"], swiftSettings: strict),
    .testTarget(
      name: "DynamoDBServerTests",
      dependencies: [
        "AWSDynamoDB",
        "DynamoDB",
        "DynamoDBServer",
        "EmbeddedDynamoDB",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "EmbeddedDynamoDBTests",
      dependencies: [
        "DynamoDB",
        "EmbeddedDynamoDB",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      // Read where it lies, as it was written by the first version.
      exclude: ["Layouts"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TableTheoryTests",
      dependencies: [
        "DynamoDB",
        "EmbeddedDynamoDB",
        "TableTheory",
        "TableTheoryTesting",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "IdempotencyMiddlewareTests",
      dependencies: [
        "DynamoDB",
        "EmbeddedDynamoDB",
        "IdempotencyMiddleware",
        "TableTheory",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TableTheoryModelsTests",
      dependencies: ["DynamoDB", "EmbeddedDynamoDB", "TableTheoryDocuments", "TableTheoryModels"],
      exclude: ["Contract/scenarios"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TableTheoryDocumentsTests",
      dependencies: ["DynamoDB", "EmbeddedDynamoDB", "TableTheoryDocuments", "TableTheoryModels"],
      swiftSettings: strict
    ),
    // Through the library and not on the plugin itself: that would build every dependency a second time.
    .testTarget(
      name: "TableTheoryMacrosTests", dependencies: ["EmbeddedDynamoDB", "TableTheoryMacros"], swiftSettings: strict),
    .testTarget(
      name: "TableTheoryModelsMacrosTests",
      dependencies: [
        "TableTheoryModelsMacros",
        .product(name: "SwiftDiagnostics", package: "swift-syntax"),
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "S3BodiesTests",
      dependencies: ["AWSDynamoDB", "DynamoDB", "EmbeddedDynamoDB", "S3Bodies", "TableTheory"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "PageMiddlewareTests",
      dependencies: [
        "DynamoDB",
        "EmbeddedDynamoDB",
        "PageMiddleware",
        "TableTheory",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TableTheoryTestingTests",
      dependencies: ["DynamoDB", "EmbeddedDynamoDB", "MutableTableTheory", "Simulate", "TableTheoryTesting"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "CostsTests", dependencies: ["Costs", "TableTheory", "TableTheoryTesting"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "AWSDynamoDB",
        "Command",
        "DynamoDB",
        "DynamoDBServer",
        "EmbeddedDynamoDB",
        "TableTheory",
        "TableTheoryDocuments",
        "TableTheoryModels",
        "TableTheoryTesting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ProcessTests",
      dependencies: [
        "AWSDynamoDB",
        "Command",
        "Contender",
        "DynamoDB",
        "DynamoDBServer",
        "EmbeddedDynamoDB",
        "MutableTableTheory",
        "PageWorker",
        "QueueWorker",
        "Simulate",
        "TableTheory",
        "TableTheoryTesting",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "AWSDynamoDB",
        "DynamoDB",
        "DynamoDBServer",
        "EmbeddedDynamoDB",
        "TableTheory",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
