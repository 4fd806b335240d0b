/// Where a station's time went, over the parts that left it within the window that counts [s].
package struct StationTimes: Hashable, Sendable {
    package var working = 0.0
    package var setup = 0.0
    package var down = 0.0
    /// Finished, and no place after it.
    package var blocked = 0.0
    /// Ready, and no part.
    package var starved = 0.0
    /// Parts that left it.
    package var parts = 0

    package init() {}

    /// All of it: from the last departure before the window to the last within.
    package var all: Double { working + setup + down + blocked + starved }
}
