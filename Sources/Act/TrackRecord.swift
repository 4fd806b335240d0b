package import Determinism
package import Guard
import Tags

/// What the guard's own record shows of the twin in supervisory mode, region by region.
///
/// Counted from the journal, record by record, at the start and from then on: what is not in the
/// chained and signed file does not count. Another model begins a new count.
package struct TrackRecord: Hashable, Sendable {
    /// What was shown in one region of operation.
    package struct Showing: Hashable, Codable, Sendable {
        /// In supervisory mode [s], plant time.
        package var seconds = 0.0
        /// Cards that a person said yes to.
        package var accepted = 0
        package var rejected = 0
        /// How often someone else moved a setpoint meanwhile.
        package var overrides = 0
        /// Decisions that did not end where they were written.
        package var mismatches = 0

        package init() {}

        /// Cards that a person judged.
        package var decisions: Int { accepted + rejected }
        /// Nil before the first.
        package var acceptance: Double? {
            decisions > 0 ? Double(accepted) / Double(decisions) : nil
        }
        package var days: Double { seconds / 86_400 }
    }

    /// The setting in which a run's opening record names the model.
    package static let modelSetting = "model"
    /// Between two records that lie further apart the guard was not there [s].
    static let longestPause = 3600.0

    /// The last record in which the guard refused a plan for what the solver did.
    package private(set) var lastUnsound: PlantTime?
    /// What the loop last said, in this run.
    package private(set) var report: ModelReport?
    private var shown: [String: Showing] = [:]
    private var model: String?
    private var isSupervising = false
    private var lastAt: PlantTime?
    private var lastJudged: DecisionID?

    package init() {}

    /// What was shown in a region; nothing where the region is not known.
    package func showing(in region: String?) -> Showing {
        region.flatMap { shown[$0] } ?? Showing()
    }

    package mutating func take(_ entry: JournalEntry, at time: PlantTime) {
        pass(to: time)
        switch entry {
        case .opened(let opened): begin(opened, at: time)
        case .closed: isSupervising = false
        case .mode(let change): isSupervising = change.actual == .supervisory
        case .modelReport(let report): self.report = report
        case .acceptance(let acceptance): judge(acceptance.decision, \.accepted)
        case .rejection(let rejection): judge(rejection.decision, \.rejected)
        case .overridden(let override):
            if override.handedBackBy == nil, !override.isShed { count(\.overrides) }
        case .outcome(let outcome):
            if outcome.result == .mismatch { count(\.mismatches) }
        case .verdict(let judged):
            if judged.verdict.showsUnsoundPlan { lastUnsound = time }
        default: break
        }
    }

    private mutating func begin(_ opened: Opened, at time: PlantTime) {
        isSupervising = false
        report = nil
        lastAt = time
        let model = opened.settings.first { $0.name == Self.modelSetting }?.hash
        guard model != self.model else { return }
        self.model = model
        shown = [:]
        lastUnsound = nil
    }

    /// Counts the time since the record before, whatever this one says.
    package mutating func pass(to time: PlantTime) {
        defer { lastAt = max(time, lastAt ?? time) }
        guard isSupervising, let region = report?.region, let lastAt else { return }
        let passed = time.seconds(since: lastAt)
        guard passed > 0 && passed <= Self.longestPause else { return }
        shown[region, default: Showing()].seconds += passed
    }

    private mutating func judge(_ decision: DecisionID, _ what: WritableKeyPath<Showing, Int>) {
        guard lastJudged.map({ decision > $0 }) ?? true else { return }
        lastJudged = decision
        count(what)
    }

    private mutating func count(_ what: WritableKeyPath<Showing, Int>) {
        guard isSupervising, let region = report?.region else { return }
        shown[region, default: Showing()][keyPath: what] += 1
    }
}

extension Verdict {
    /// Whether the guard refused something that the solver should not have proposed.
    ///
    /// What a card leads to, and limits, are looked at in the preview only, made right after the
    /// solve: later the plant may have moved.
    package var showsUnsoundPlan: Bool {
        guard kind != .recovery else { return false }
        return findings.contains { finding in
            guard let denial = finding.denial else { return false }
            switch finding.check {
            case .form: return denial.isOfForm
            case .model: return denial.isOfCertificate
            case .consequence, .absoluteLimits: return kind == .preview && denial.isOfPlan
            default: return false
            }
        }
    }
}

extension Denial {
    fileprivate var isOfForm: Bool {
        switch self {
        case .notFinite, .noMoves, .tooManyMoves, .notWritable, .movedTwice: true
        default: false
        }
    }

    fileprivate var isOfCertificate: Bool {
        switch self {
        case .solverFailed, .noBounds, .negativeMultiplier, .outsideItsBound, .gapTooLarge,
            .gapDisagrees, .residualTooLarge, .notFinite:
            true
        default: false
        }
    }

    fileprivate var isOfPlan: Bool {
        switch self {
        case .noPrediction, .predictionMalformed, .predictionTooShort, .predictionTooCoarse,
            .predictedBelow, .predictedAbove, .notFinite:
            true
        case .belowLimit(_, _, .engineering), .aboveLimit(_, _, .engineering): true
        default: false
        }
    }
}
