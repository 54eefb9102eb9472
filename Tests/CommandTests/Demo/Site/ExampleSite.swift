@testable import Command

/// The site that comes with the package.
enum ExampleSite {
  static func site(file: String = #filePath) throws -> Site {
    // Tests/CommandTests/Demo/Site/ExampleSite.swift
    let root = file.split(separator: "/", omittingEmptySubsequences: false).dropLast(5).joined(separator: "/")
    return try Site(directory: root + "/Examples/Site")
  }
}
