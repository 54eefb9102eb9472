@testable import Simulate

extension HistoryCut {
  /// Everybody goes this one way.
  static func only(_ way: Way) -> HistoryCut { HistoryCut(waysOut: Way.allCases.filter { $0 != way }) }
}
