import Act
import Determinism
import Guard
import GuardSide
import Tags

/// A site without a block, with nothing against any mode up to supervisory.
func green(at now: PlantTime) -> ModeFacts {
    var facts = ModeFacts()
    facts.seal = .whole
    facts.isJournalWritable = true
    facts.holdsLease = true
    facts.isOperatorPresent = true
    facts.inputsGoodSince = now.earlier(by: 3600)
    facts.plantMode = .normal
    facts.isInRegion = true
    facts.isSelfTested = true
    return facts
}

/// The same with a block that answers, and a record that lets it write by itself.
func greenest(at now: PlantTime) -> ModeFacts {
    var facts = green(at: now)
    facts.block = ModeFacts.Block(
        watchdog: 30, dropTestDays: 10, ownsEpoch: true, answeredBeats: 3)
    facts.showing.signers = 2
    facts.showing.days = 20
    facts.showing.decisions = 300
    facts.showing.acceptance = 0.9
    facts.showing.bias = 0.2
    facts.showing.coverage = 0.9
    return facts
}

func person(_ duty: Duty, _ name: String = "Ada") -> Person {
    Person(name: name, duty: duty, console: "terminal")
}

/// Plant time runs as the wall's, `seconds` after the start.
func clocks(_ seconds: Double) -> WriteProtocol.Clocks {
    WriteProtocol.Clocks(
        plant: .seconds(1000 + seconds),
        wall: MonotonicInstant(nanoseconds: Int64(seconds * 1e9)))
}
