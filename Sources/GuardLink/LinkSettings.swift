package import Wire

/// What one socket of the guard holds and how long it waits, all on the wall.
package struct LinkSettings: Hashable, Sendable {
    /// Clients that are heard at a time, the loop among them.
    package var clients = 8
    /// Beyond those: places in which nothing but FAILSAFE is heard.
    package var failsafePlaces = 2
    /// Of the loop's messages, and of every answer.
    package var limits = WireLimits()
    /// Of the messages of all others.
    package var smallLimits = WireLimits(bytes: 1 << 16, values: 1 << 12)
    /// From the first byte of a frame to its last, and for taking an answer [s].
    package var frameSeconds = 5.0
    /// From the connection to the first byte of the first frame [s]: less than a client that has
    /// greeted may be silent, so that it costs no more places. FAILSAFE places wait 1 s.
    package var greetingSeconds = 30.0
    /// How long a client other than the loop may be silent [s].
    package var idleSeconds = 60.0

    package init() {}
}

/// The frames of this protocol.
enum GuardDialect {
    /// "FLYG"
    static let frames = WireDialect(
        magic: 0x464C_5947, version: 1, timelessKinds: [Kind.failsafe, Kind.failsafeHeard])

    enum Kind {
        static let request: UInt16 = 1
        static let reply: UInt16 = 2
        /// Content: who and why, a text. The same in every version.
        static let failsafe: UInt16 = 3
        /// Content: what came of it, a text.
        static let failsafeHeard: UInt16 = 4
    }
}
