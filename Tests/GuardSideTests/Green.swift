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
    facts.showing.region = "full load"
    facts.showing.record.seconds = 20 * 86_400
    (facts.showing.record.accepted, facts.showing.record.rejected) = (270, 30)
    facts.showing.controlled = [TagName("TI-2.PV")]
    facts.showing.forecasts = [
        ForecastFigures(tag: TagName("TI-2.PV"), count: 300, bias: 0.2, coverage: 0.9)
    ]
    facts.guardBuild = .approved
    facts.loopBuild = .approved
    facts.oldPrices = []
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
