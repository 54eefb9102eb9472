import TableTheory
import Testing

struct BodyNameTests {
  @Test("A name is one publication's alone, ends in its body's hash, and is read back from a row")
  func names() throws {
    let content = ContentHash(of: Array("text".utf8))
    let name = BodyName(prefix: "pages/", label: "products/42?é", content: content, publication: "lease-1")
    #expect(name.text == "pages/products_42___-lease-1-\(content)")
    #expect(try BodyName(name.text) == name && BodyName(name.text).checksum == content)
    #expect(
      BodyName(label: "a", content: content, publication: "1")
        != BodyName(label: "a", content: content, publication: "2"))
    #expect(
      BodyName(label: "..", content: content, publication: "/../x").text.utf8.allSatisfy { $0 != UInt8(ascii: "/") })
    #expect(try BodyName("home-1.html").checksum == nil)
    #expect(try BodyName("home-\(content.hexadecimal.uppercased())").checksum == nil)
  }

  @Test("A name that is not the body's is refused before anything is stored")
  func wrongName() async throws {
    let store = MemoryBodyStore()
    let name = BodyName(label: "a", content: ContentHash(of: [1]), publication: "1")
    await #expect(throws: BodyStoreError.self) { try await store.put([2], named: name, contentType: nil) }
    await #expect(throws: BodyStoreError.self) { try await store.put([2], named: BodyName("a"), contentType: nil) }
    #expect(try await store.list(after: nil).bodies.isEmpty)
  }

  @Test("A hash is read from its 64 digits and from nothing else")
  func hash() {
    let hash = ContentHash(of: Array("abc".utf8))
    // FIPS 180-4's example.
    #expect(hash.hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(ContentHash(hexadecimal: hash.hexadecimal) == hash)
    for text in ["", "ba", hash.hexadecimal + "0", hash.hexadecimal.uppercased(), "g" + hash.hexadecimal.dropFirst()] {
      #expect(ContentHash(hexadecimal: text) == nil)
    }
  }
}
