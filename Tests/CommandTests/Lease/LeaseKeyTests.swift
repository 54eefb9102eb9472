import TableTheory
import Testing

@testable import Command

@Suite("Keys as people write them")
struct LeaseKeyTests {
  @Test(
    "A row's key is read back as it was written, whatever characters it holds",
    arguments: [
      LeaseKey(name: "home"), LeaseKey(name: "home", tenant: "acme"), LeaseKey(name: "", tenant: nil),
      LeaseKey(name: "TENANT#a#CACHE#b"), LeaseKey(name: "a#b#c", tenant: "x#CACHE#y"),
      LeaseKey(name: "a", tenant: "%23"), LeaseKey(name: "a", tenant: "%2523"), LeaseKey(name: "é", tenant: "ü"),
      LeaseKey(name: "", tenant: ""),
    ])
  func readBack(key: LeaseKey) { #expect(LeaseKey(partition: key.cacheKey.partition) == key) }

  @Test(
    "A row that none of our keys has is nobody's",
    arguments: ["", "home", "CACHE", "TENANT#a", "TENANT#a#PAGE#b", "TENANT#%99#CACHE", "TENANT#a%b#CACHE#c"])
  func foreign(partition: String) { #expect(LeaseKey(partition: partition) == nil) }
}
