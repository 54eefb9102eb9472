import DynamoDB
import Testing

@Suite("CRC-32")
struct CRC32Tests {
  @Test("has the published check value")
  func checkValue() {
    // The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
    #expect(CRC32.checksum(of: Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.checksum(of: []) == 0)
  }

  @Test("of any length is that of the definition, bit by bit")
  func definition() {
    var generator = SeededGenerator(seed: 1)
    for length in 0..<100 {
      let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      #expect(CRC32.checksum(of: bytes) == defined(bytes), "\(bytes)")
    }
  }

  private func defined(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
    }
  }
}
