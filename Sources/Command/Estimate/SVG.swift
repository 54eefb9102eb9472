import DynamoDB

/// A drawing of lines, boxes and words.
struct SVG {
  private var elements: [String] = []
  private let size: (Double, Double)

  init(width: Double, height: Double) { size = (width, height) }

  var document: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.number(size.0))" height="\(Self.number(size.1))" \
    font-family="system-ui, sans-serif" fill="#111827">
    <rect width="100%" height="100%" fill="#ffffff"/>
    \(elements.joined(separator: "\n"))
    </svg>

    """
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, colour: String, isDashed: Bool = false) {
    let dashes = isDashed ? #" stroke-dasharray="4 4""# : ""
    elements.append(
      """
      <line x1="\(Self.number(x1))" y1="\(Self.number(y1))" x2="\(Self.number(x2))" y2="\(Self.number(y2))" \
      stroke="\(colour)"\(dashes)/>
      """)
  }

  mutating func path(_ points: [(Double, Double)], colour: String) {
    let text = points.map { "\(Self.number($0.0)),\(Self.number($0.1))" }.joined(separator: " ")
    elements.append(#"<polyline points="\#(text)" fill="none" stroke="\#(colour)" stroke-width="2"/>"#)
  }

  mutating func dot(_ x: Double, _ y: Double, colour: String) {
    elements.append(#"<circle cx="\#(Self.number(x))" cy="\#(Self.number(y))" r="4" fill="\#(colour)"/>"#)
  }

  mutating func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, colour: String) {
    elements.append(
      """
      <rect x="\(Self.number(x))" y="\(Self.number(y))" width="\(Self.number(width))" height="\(Self.number(height))" \
      fill="\(colour)"/>
      """)
  }

  mutating func text(
    _ text: String, x: Double, y: Double, size: Int, anchor: String = "start", isBold: Bool = false
  ) {
    let weight = isBold ? #" font-weight="600""# : ""
    elements.append(
      """
      <text x="\(Self.number(x))" y="\(Self.number(y))" font-size="\(size)" text-anchor="\(anchor)"\(weight)>\
      \(Self.escaped(text))</text>
      """)
  }

  private static func number(_ value: Double) -> String { Duration.fixed(value, digits: 1) }

  private static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "<": "&lt;"
      case "&": "&amp;"
      default: String(character)
      }
    }.joined()
  }
}
