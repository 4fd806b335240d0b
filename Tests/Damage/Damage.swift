package import Determinism

/// Damages a text as tired people and broken tools do: pieces lost, doubled, moved, overwritten.
package struct Damage {
    /// What is pasted in: words and signs that mean something to the reader under test.
    private let snippets: [String]

    package init(snippets: [String]) { self.snippets = snippets }

    /// The text with one to four faults.
    package func damaged(_ text: String, _ chance: inout RandomStream) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<1 + pick(4, &chance) {
            if chance.happens(with: 0.3) {
                damageLines(of: &scalars, &chance)
            } else {
                damagePiece(of: &scalars, &chance)
            }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private func pick(_ count: Int, _ chance: inout RandomStream) -> Int {
        Int(chance.next() % UInt64(max(1, count)))
    }

    private func damagePiece(of scalars: inout [Unicode.Scalar], _ chance: inout RandomStream) {
        let at = pick(scalars.count + 1, &chance)
        let length = min(scalars.count - at, pick(12, &chance))
        switch chance.next() % 5 {
        case 0: scalars.removeSubrange(at..<at + length)
        case 1:
            let snippet = snippets[pick(snippets.count, &chance)]
            scalars.insert(contentsOf: snippet.unicodeScalars, at: at)
        case 2:
            let from = pick(scalars.count + 1, &chance)
            let piece = scalars[from..<min(scalars.count, from + 40)]
            scalars.insert(contentsOf: piece, at: at)
        case 3 where at < scalars.count:
            scalars[at] = Unicode.Scalar(UInt8(chance.next() % 128))
        default:
            scalars = Array(scalars.prefix(at)) + scalars.suffix(scalars.count - at - length)
        }
    }

    private func damageLines(of scalars: inout [Unicode.Scalar], _ chance: inout RandomStream) {
        var lines = scalars.split(separator: "\n", omittingEmptySubsequences: false)
        let at = pick(lines.count, &chance)
        switch chance.next() % 4 {
        case 0: lines.remove(at: at)
        case 1: lines.insert(lines[at], at: pick(lines.count + 1, &chance))
        case 2: lines.swapAt(at, pick(lines.count, &chance))
        default: lines.removeSubrange(at...)
        }
        scalars = Array(lines.joined(separator: ["\n"]))
    }
}
