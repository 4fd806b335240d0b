import CompanionBlock
import ConnectModbus
import Determinism
import Guard
import GuardSide
import Seal
import Tags

extension SwarmAsset {
    /// Narrower than the engineering limits, so that goals wander out of it.
    static let envelope = 32.0...68.0
    /// The one region in which the model is judged.
    static let region = "everyday"
    static let loopProgram = "bb"

    /// The asset of a seed: some stand behind a companion block, and may write by themselves once
    /// they have shown enough.
    package static func asset(seed: UInt64) -> RehearsedAsset {
        var chance = RandomStream(seed: seed, purpose: "swarm block")
        return chance.happens(with: 0.4) ? fenced : asset
    }

    /// The asset behind a companion block, with approved programs, two signatures and figures for
    /// automatic that a few hours can reach.
    package static var fenced: RehearsedAsset {
        var fenced = asset
        fenced.twin = fencedTwin
        fenced.faults = SwarmFault.allCases
        for i in fenced.loops.indices {
            fenced.loops[i].envelope = envelope
            fenced.loops[i].blockSettings = blockSettings(number: i)
        }
        return fenced
    }

    private static var fencedTwin: SealedTwin {
        var twin = twin
        twin.modes.allowed.append(.automatic)
        twin.modes.approvedLoop = loopProgram
        var record = twin.modes.record
        (record.leastDays, record.leastDecisions, record.leastAcceptance) = (1.0 / 48, 4, 0.6)
        record.cleanDays = 600.0 / 86_400
        twin.modes.record = record
        twin.connections = [
            SealedConnection(
                name: "plc", isSimulator: true, ModbusSettings(host: "none", port: 502),
                reading: [], writing: [],
                block: SealedBlock(
                    owner: 7, control: 100, status: 0, statusArea: .input,
                    loops: loops.enumerated().map {
                        .init(tag: $1.setpoint, mailbox: 120 + 20 * $0, status: 20 + 20 * $0)
                    }))
        ]
        for i in twin.tags.indices where loops.contains(where: { $0.value == twin.tags[i].tag }) {
            twin.tags[i].role = .cv
        }
        twin.objective.costs = [
            .init(
                name: "gas", of: loops[0].value.text, price: 1, unit: "1", owner: "rehearsal",
                validFor: 30 * 86_400)
        ]
        var rules = twin.rules
        rules.ownership.block = .declared
        rules.model.regions = [region]
        rules.model.gateAge = 600
        for i in rules.handles.indices {
            rules.handles[i].envelope = Band(envelope.lowerBound, envelope.upperBound)
        }
        rules.stepResponses = [0, 1].map(response)
        twin.rules = rules
        return twin
    }

    /// The first measurement follows the first setpoint with a lag, and the second not at all.
    private static func response(toStepOf number: Int) -> StepResponse {
        let times = [0.0, 150, 300, 600, 900, 1200, 1800, 2400]
        return StepResponse(
            handle: loops[number].setpoint, variable: loops[0].value, times: times,
            values: times.map { number == 0 ? $0 / ($0 + lag) : 0 }, error: 0.1)
    }

    private static func blockSettings(number: Int) -> LoopBlock.Settings {
        var settings = LoopBlock.Settings()
        (settings.engineeringLow, settings.engineeringHigh) =
            (Float(engineering.lowerBound), Float(engineering.upperBound))
        settings.largestStep = Float(largestStep)
        settings.rate = 0.05
        let actions: [ShedAction] = [.rampToSafe, .returnToBaseline, .keep]
        settings.shedAction = actions[number].rawValue
        settings.safeSetpoint = 40
        settings.shedRate = 0.008
        return settings
    }
}
