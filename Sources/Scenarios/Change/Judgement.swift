import Determinism
import Line

/// Which value every figure takes: the likely one, or one draw of all that is unsure; and, if
/// asked, one of them held at a share of its law or at a value.
package struct Judgement: Hashable, Sendable {
    /// Nil: every figure is as likely as can be.
    package var draw: Draw?
    package var held: Held?

    package init(draw: Draw? = nil, held: Held? = nil) { (self.draw, self.held) = (draw, held) }

    package static let likely = Judgement()

    /// One of many draws. A figure draws from a stream of its own name, so that one draw is the
    /// same in every combination of options.
    package struct Draw: Hashable, Sendable {
        package var seed: UInt64
        package var index: Int

        package init(seed: UInt64, index: Int) { (self.seed, self.index) = (seed, index) }
    }

    /// A figure that is held while the others are as they are.
    package struct Held: Hashable, Sendable {
        package var doubt: Doubt.Key
        package var at: At

        package init(_ doubt: Doubt.Key, at: At) { (self.doubt, self.at) = (doubt, at) }

        package enum At: Hashable, Sendable {
            /// A share of its law, strictly between 0 and 1.
            case share(Double)
            case value(Double)
        }
    }

    /// The value of a figure; `place` tells apart the figures of one owner.
    package func value(of figure: Figure, owner: String, place: String) -> Double {
        let key = Doubt.Key(owner: owner, place: figure.name ?? place)
        if let held, held.doubt == key {
            switch held.at {
            case .share(let share): return figure.quantile(share)
            case .value(let value): return value
            }
        }
        guard let draw, !figure.isSure else { return figure.likely }
        var stream = RandomStream(
            seed: draw.seed, purpose: "\(key.owner)\n\(key.place)",
            index: UInt64(truncatingIfNeeded: draw.index))
        // Strictly between 0 and 1, where every law has a quantile.
        return figure.quantile(min(max(stream.uniform(), 0x1p-53), 1 - 0x1p-53))
    }
}

/// A figure that somebody doubts.
package struct Doubt: Hashable, Sendable {
    package var key: Key
    package var figure: Figure

    /// Whose figure it is (an option's name; empty: an assumption) and which.
    package struct Key: Hashable, Sendable {
        package var owner: String
        package var place: String

        package init(owner: String, place: String) { (self.owner, self.place) = (owner, place) }

        package var words: String { owner.isEmpty ? place : "\(owner): \(place)" }
    }
}
