import DynamoDB
import Testing

@Test("CRC-32 has the published check value")
func crc32() {
  // The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
  #expect(CRC32.checksum(of: "123456789".utf8) == 0xCBF4_3926)
  #expect(CRC32.checksum(of: []) == 0)
}
