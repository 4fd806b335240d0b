import GuardRoom
import Tags

/// What the guard is started with: `flyball-guard FOLDER RECORDS --socket PATH --clock TEXT
/// [--mode MODE] [--keys FOLDER]`. No limit and no address stands here; those are sealed.
struct GuardOptions {
    /// Holds `twin.sealed` and the list of approvers.
    let folder: String
    let records: String
    let socket: String
    let mode: Mode
    let keys: String?
    let clock: PlantClock

    struct Fault: Error {
        let text: String
    }

    init(_ arguments: [String]) throws(Fault) {
        var places: [String] = []
        var named: [String: String] = [:]
        var rest = arguments.dropFirst()
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                places.append(word)
                continue
            }
            guard ["--socket", "--clock", "--mode", "--keys"].contains(word) else {
                throw Fault(text: "\(word) is not known; known: --socket --clock --mode --keys")
            }
            guard let value = rest.popFirst() else { throw Fault(text: "\(word) needs a value") }
            guard named.updateValue(value, forKey: word) == nil else {
                throw Fault(text: "\(word) is given twice")
            }
        }
        guard places.count == 2 else {
            throw Fault(text: "wants a folder with twin.sealed and a folder for the records")
        }
        folder = places[0]
        records = places[1]
        guard let socket = named["--socket"] else { throw Fault(text: "--socket is missing") }
        self.socket = socket
        guard let mode = Mode(rawValue: named["--mode"] ?? Mode.advisory.rawValue) else {
            throw Fault(text: "--mode \(named["--mode"] ?? "") is no mode")
        }
        self.mode = mode
        keys = named["--keys"]
        guard let clock = named["--clock"].flatMap({ PlantClock($0) }) else {
            throw Fault(text: "--clock is missing or is no clock")
        }
        self.clock = clock
    }
}
