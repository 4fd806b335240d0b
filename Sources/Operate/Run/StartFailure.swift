import ConnectModbus
import Estimate
import GuardRoom
import Historian
import Journal
import Loop
import Seal
import Tags

/// Why a run could not start or go on, in words for the one who started it.
package enum StartFailure {
    package static func text(_ error: any Error) -> String {
        switch error {
        case let error as AssemblyError: error.text
        case let error as ConnectionSetupError: error.text
        case let error as HistorianError: error.description
        case let error as JournalError: error.text
        case let error as SealedTwinError: error.text
        case let error as DemoFailure: error.text
        case let error as GuardFailure: error.text
        case let error as HandleTaken: error.text
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
        case .estimator(let error): "the estimator cannot be set up: \(error.text)"
        case .noMeasurement:
            "no measurement has a noise level; name some under `estimate: measurement noise:`"
        }
    }
}

extension Obstacle {
    /// What is in the way, and what to do about it.
    package var text: String {
        switch self {
        case .inputsNeverSeen(let tags):
            "no good value has come yet of \(tags.map(\.text).joined(separator: ", ")); look at "
                + "the instruments, and at `source` and `valid` of these tags in twin.yaml"
        case .setUp(let error): "the estimator cannot be set up: \(error.text)"
        case .modelFails:
            "the model cannot be carried on from where it was; look whether an input is far from "
                + "what the model allows, or restart the twin"
        case .correctionFails:
            "the measurements do not fit the model in any way; look whether one is far from what "
                + "the model allows, or restart the twin"
        }
    }
}

extension EstimatorError {
    /// What is wrong and how to mend it.
    package var text: String {
        switch self {
        case .unknownPlace(let name, let place):
            "the disturbance \(name) acts on \(place), which the model does not have; name an "
                + "input or a parameter of the model, or a mapped CV"
        case .namedTwice(let name):
            "the disturbance \(name) is named twice under `estimate:`; keep one"
        case .unknownMeasurement(let name):
            "the model has no variable \(name); correct it under `map:`"
        case .badNoise(let name, let value):
            "the uncertainty of \(name) is \(value); give a number above zero under `estimate:`"
        case .tooManyDisturbances(let names, let measurements):
            "\(names.count) disturbances (\(names.joined(separator: ", "))) and only "
                + "\(measurements.count) measurements to tell them apart "
                + "(\(measurements.joined(separator: ", "))); remove some under "
                + "`estimate: disturbances:`, or give more tags a `measurement noise:`"
        case .indistinguishable(let names, let measurements):
            "no measurement (\(measurements.joined(separator: ", "))) tells these disturbances "
                + "apart, or sees them at all: \(names.joined(separator: ", ")); remove one under "
                + "`estimate: disturbances:`, or give a tag that sees them a `measurement noise:`"
        case .badStart(let model):
            "\(model) has no finite state to start from under the present inputs; look at the "
                + "`start` values of its states, and whether an input is zero or very large"
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
