/// CRC-32 as zip and Ethernet use it (ISO 3309, polynomial 0xEDB88320): DynamoDB's `x-amz-crc32` header.
package enum CRC32 {
  package static func checksum(of bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = ~0
    unsafe tables.withUnsafeBufferPointer { tables in
      unsafe bytes.withUnsafeBytes { bytes in
        var position = 0
        while bytes.count - position >= 8 {
          let low = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self).littleEndian ^ crc
          let high = unsafe bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self).littleEndian
          crc = unsafe sum(tables, of: low, from: 4) ^ sum(tables, of: high, from: 0)
          position += 8
        }
        while position < bytes.count {
          crc = unsafe tables[Int((crc ^ UInt32(bytes[position])) & 0xFF)] ^ (crc >> 8)
          position += 1
        }
      }
    }
    return ~crc
  }

  /// The part of four bytes, which as many as `distance` others follow.
  private static func sum(_ tables: UnsafeBufferPointer<UInt32>, of word: UInt32, from distance: Int) -> UInt32 {
    unsafe tables[(distance + 3) << 8 | Int(word & 0xFF)] ^ tables[(distance + 2) << 8 | Int(word >> 8 & 0xFF)]
      ^ tables[(distance + 1) << 8 | Int(word >> 16 & 0xFF)] ^ tables[distance << 8 | Int(word >> 24)]
  }

  /// Eight tables of 256, for as many bytes at a time: entry `b` of table `n` is what byte `b` does to the checksum
  /// when `n` zeros follow it.
  ///
  /// Source: M. Kounavis and F. Berry, "A Systematic Approach to Building High Performance Software-Based CRC
  /// Generators", ISCC 2005.
  private static let tables: [UInt32] = {
    var tables: [UInt32] = []
    for byte in UInt32(0)..<256 {
      var crc = byte
      for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
      tables.append(crc)
    }
    for index in 256..<8 * 256 {
      let shorter = tables[index - 256]
      tables.append(tables[Int(shorter & 0xFF)] ^ (shorter >> 8))
    }
    return tables
  }()
}
