package import Act
import Foundation
import Guard

/// Puts an entry into JSON: keys in alphabetical order, doubles in the shortest digits that read
/// back to the same bits. A proposal may hold a number that is none; it is kept as a word, so that
/// the file stays JSON.
package func encodeEntry(_ entry: JournalEntry) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "infinite", negativeInfinity: "minus infinite", nan: "not a number")
    let data =
        switch entry {
        case .opened(let entry): try encoder.encode(entry)
        case .mode(let entry): try encoder.encode(entry)
        case .recommendation(let entry): try encoder.encode(entry)
        case .verdict(let entry): try encoder.encode(entry)
        case .acceptance(let entry): try encoder.encode(entry)
        case .rejection(let entry): try encoder.encode(entry)
        case .intent(let entry): try encoder.encode(entry)
        case .permit(let entry): try encoder.encode(entry)
        case .writeStatus(let entry): try encoder.encode(entry)
        case .readback(let entry): try encoder.encode(entry)
        case .outcome(let entry): try encoder.encode(entry)
        case .overridden(let entry): try encoder.encode(entry)
        case .settled(let entry): try encoder.encode(entry)
        case .closed(let entry): try encoder.encode(entry)
        case .grounds(let entry): try encoder.encode(entry)
        case .watched(let entry): try encoder.encode(entry)
        case .checkpoint(let entry): try encoder.encode(entry)
        case .modelReport(let entry): try encoder.encode(entry)
        }
    return String(decoding: data, as: UTF8.self)
}

func decodeEntry(_ kind: RecordKind, _ json: String) throws -> JournalEntry {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "infinite", negativeInfinity: "minus infinite", nan: "not a number")
    let data = Data(json.utf8)
    return switch kind {
    case .opened: .opened(try decoder.decode(Opened.self, from: data))
    case .mode: .mode(try decoder.decode(ModeChange.self, from: data))
    case .recommendation: .recommendation(try decoder.decode(Recommended.self, from: data))
    case .verdict: .verdict(try decoder.decode(Judged.self, from: data))
    case .acceptance: .acceptance(try decoder.decode(Acceptance.self, from: data))
    case .rejection: .rejection(try decoder.decode(Rejection.self, from: data))
    case .intent: .intent(try decoder.decode(Intent.self, from: data))
    case .permit: .permit(try decoder.decode(PermitGiven.self, from: data))
    case .writeStatus: .writeStatus(try decoder.decode(WriteAnswered.self, from: data))
    case .readback: .readback(try decoder.decode(Readback.self, from: data))
    case .outcome: .outcome(try decoder.decode(Outcome.self, from: data))
    case .overridden: .overridden(try decoder.decode(Override.self, from: data))
    case .settled: .settled(try decoder.decode(Settled.self, from: data))
    case .closed: .closed(try decoder.decode(Closed.self, from: data))
    case .grounds: .grounds(try decoder.decode(Grounds.self, from: data))
    case .watched: .watched(try decoder.decode(Watched.self, from: data))
    case .checkpoint: .checkpoint(try decoder.decode(Checkpoint.self, from: data))
    case .modelReport: .modelReport(try decoder.decode(ModelReport.self, from: data))
    }
}
