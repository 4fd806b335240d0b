import ConnectModbus
import Estimate
import Historian
import Journal
import Loop
import Tags

/// Why a run could not start or go on, in words for the one who started it.
package enum StartFailure {
    package static func text(_ error: any Error) -> String {
        switch error {
        case let error as AssemblyError: error.text
        case let error as ConnectionSetupError: error.text
        case let error as HistorianError: error.description
        case let error as JournalError: error.text
        case let error as DemoFailure: error.text
        case let error as PlantNeverRead: error.text
        default: "\(error)"
        }
    }
}

/// Nothing could be read since the start. The engineer looks at plant, network and address.
package struct PlantNeverRead: Error, Hashable, Sendable {
    /// How long a plant may take to answer for the first time, on the wall [s].
    package static let patience = 10.0
    /// What the first attempt met.
    package let why: String

    package var text: String {
        "nothing could be read for \(Int(Self.patience)) s: \(why); is the plant on, and are the "
            + "addresses under `connections:` right?"
    }
}

extension AssemblyError {
    /// What is wrong and how to mend it.
    package var text: String {
        switch self {
        case .inputWithoutTag(let name):
            "the model's input \(name) has no tag; add it to `map:`, or make it a parameter"
        case .handleWithoutInput(let tag):
            "\(tag) is an MV but is mapped to no input of the model; map it to one"
        case .formula(let name, .unknownName(let unknown)):
            "\(name) uses \(unknown), which is neither a variable of the model nor a mapped tag"
        case .estimator(let error): "the estimator cannot be set up: \(error)"
        case .noMeasurement:
            "no measurement has a noise level; name some under `estimate: measurement noise:`"
        }
    }
}

extension ConnectionSetupError {
    package var text: String {
        switch self {
        case .map(let error): error.description
        case .unsupported(let tag, let type):
            "\(tag): numbers of type \(type) are not spoken; "
                + "use float32, uint16, int16, uint32, int32"
        }
    }
}
