/// What the plant calls a value, such as "TIC-201.SP".
package struct TagName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { text }

    package static func < (a: TagName, b: TagName) -> Bool { a.text < b.text }
}
