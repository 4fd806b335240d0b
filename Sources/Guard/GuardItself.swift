package import Determinism
package import Tags

/// What the guard knows of itself when it judges; nil is "not known".
package struct GuardItself: Hashable, Codable, Sendable {
    /// Hash of the program that judges, as plain text.
    package var build: String?
    /// The last constant-answer self-test of this process.
    package var selfTest: SelfTestResult?
    /// Whether somebody pressed FAILSAFE and nobody has released it since.
    package var failsafeLatched: Bool?

    package init(
        build: String? = nil, selfTest: SelfTestResult? = nil, failsafeLatched: Bool? = nil
    ) {
        self.build = build
        self.selfTest = selfTest
        self.failsafeLatched = failsafeLatched
    }
}

/// What a run of `GuardSelfTest` found.
package struct SelfTestResult: Hashable, Codable, Sendable {
    package let at: MonotonicInstant
    /// Questions that were not answered as they must be, by name; empty if it passed.
    package let failures: [String]
    /// How many questions were asked.
    package let questions: Int

    package init(at: MonotonicInstant, failures: [String], questions: Int) {
        self.at = at
        self.failures = failures
        self.questions = questions
    }

    /// Every question answered, and at least one asked.
    package var passed: Bool { failures.isEmpty && questions > 0 }
}

/// Who owns the loop, as this process knows it; nil is "not known".
package struct Ownership: Hashable, Codable, Sendable {
    /// The lease is held until then, on this machine's monotonic clock.
    package var leaseUntil: MonotonicInstant?
    /// The epoch that the companion block granted to this process.
    package var epoch: UInt32?

    package init(leaseUntil: MonotonicInstant? = nil, epoch: UInt32? = nil) {
        self.leaseUntil = leaseUntil
        self.epoch = epoch
    }
}

/// Mode and failsafe latch in the instant of the permit, with no pause in between.
package struct Standing: Hashable, Codable, Sendable {
    package var mode: Mode
    package var failsafeLatched: Bool

    package init(mode: Mode, failsafeLatched: Bool) {
        self.mode = mode
        self.failsafeLatched = failsafeLatched
    }
}
