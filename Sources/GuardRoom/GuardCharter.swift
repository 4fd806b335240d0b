import Act
package import Determinism
package import GuardSide
package import Seal

/// What the guard's side goes by: the safety part of the twin, and what stands behind it.
package struct GuardCharter: Sendable {
    package private(set) var twin: SealedTwin
    /// Who vouches for it.
    package let seal: ModeFacts.Seal
    /// Hash of the seal, in hexadecimal; empty if there is none.
    package let sealHash: String
    /// How many people signed it.
    package let signers: Int
    /// When the first of them did, by his machine's clock; nil without a seal.
    package let signedAt: PlantTime?
    /// What every run records of the files it goes by.
    package let settings: [(name: String, hash: String)]

    /// Under a seal that holds.
    package init(_ standing: SealStanding) {
        twin = standing.twin
        seal = .whole
        sealHash = "\(standing.hash)"
        signers = 2
        signedAt = PlantTime(
            nanoseconds: min(standing.by.author.at, standing.by.approver.at))
        settings = standing.witness.settings + [Self.model(of: standing.twin)]
    }

    /// Without a seal: a simulator may be written to; any other plant is read only.
    package init(unsealed twin: SealedTwin) {
        self.init(twin, seal: twin.isSimulator ? .simulated : .none)
    }

    /// In a rehearsal: as if two people had signed it then. Leads to simulated plants only.
    package init(rehearsing twin: SealedTwin, signedAt: PlantTime) {
        precondition(twin.isSimulator, "\(twin.name) is no simulated plant")
        self.init(twin, seal: .simulated, signers: 2, signedAt: signedAt)
    }

    /// Without a seal that may be gone by: whatever the plant is, it is read only.
    ///
    /// - Parameter why: what is wrong with the seal; nil if there never was one.
    package init(reading twin: SealedTwin, brokenBy why: String?) {
        self.init(twin, seal: why.map { .broken($0) } ?? .none)
    }

    private init(
        _ twin: SealedTwin, seal: ModeFacts.Seal, signers: Int = 0, signedAt: PlantTime? = nil
    ) {
        self.twin = twin
        self.seal = seal
        sealHash = ""
        self.signers = signers
        self.signedAt = signedAt
        settings = [Self.model(of: twin)]
    }

    /// By which the twin's track record is told from that of another model.
    private static func model(of twin: SealedTwin) -> (name: String, hash: String) {
        (TrackRecord.modelSetting, twin.sources.modelHash)
    }

    /// Prices that are no longer valid, by name; nil if nobody knows when they were signed.
    func oldPrices(at utc: PlantTime) -> [String]? {
        guard let signedAt, let age = utc.elapsed(since: signedAt), age >= 0 else { return nil }
        return twin.objective.costs.filter { !(age <= $0.validFor) }.map(\.name)
    }

    /// The same, with each device reached over a line on this machine that leads there and to which
    /// something can be done: for a drill.
    ///
    /// - Parameter lines: the line's port for each connection's name.
    package func reached(over lines: [String: Int]) -> GuardCharter {
        var copy = self
        for index in copy.twin.connections.indices {
            guard let port = lines[copy.twin.connections[index].name] else { continue }
            copy.twin.connections[index].host = "127.0.0.1"
            copy.twin.connections[index].port = port
        }
        return copy
    }

    /// Whether a writer may be made at all.
    package var mayWrite: Bool { seal == .whole || seal == .simulated }
}
