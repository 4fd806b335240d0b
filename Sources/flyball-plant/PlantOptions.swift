import CompanionBlock
import FurnacePlant

/// What the command line asked for.
struct PlantOptions {
    enum Verb: String { case serve, record, judge, baselines }

    var verb = Verb.serve
    var host = "127.0.0.1"
    var port = 1502
    /// Plant seconds per second of the wall clock, 1…200.
    var speed = 1.0
    var seed: UInt64 = 1
    /// Length of the run [h]; nil serves until stopped.
    var hours: Double?
    var record: String?
    var truth: String?
    /// Where every change of a live setpoint goes, with its cause.
    var setpoints: String?
    /// Ends when standard input closes, so that a parent that dies leaves no plant behind.
    var isLeashed = false
    /// Seconds of the wall clock without a heartbeat after which loops leave remote; nil never.
    var watchdog: Double?
    var runsBlock = false
    /// One for all zones, or one for each.
    var shedActions: [ShedAction] = [.keep]
    /// Plant seconds until the pulpit puts a loop back into remote.
    var handBack = 300.0
    var isPractised = false
    var isCalm = false
    /// Outcomes as JSON, a line each.
    var isJSON = false
    var faults: [SensorFault] = []
    var acts: [OperatorAct] = []
    var stops: [(from: Double, until: Double)] = []
    /// Seeds that `baselines` judges on and searches on.
    var judged: [UInt64] = Array(1...6)
    var searched: [UInt64] = Array(101...112)

    static let usage = """
        usage: flyball-plant [serve] [--port 1502] [--host 127.0.0.1] [--speed 1] [--seed 1]
                             [--hours H] [--truth FILE.csv] [--setpoints FILE.csv] [--leash]
               flyball-plant --record FILE.csv [--seed 1] [--hours 24] [--truth FILE.csv]
               flyball-plant judge [--seed 1] [--hours 24]       both baselines on one seed
               flyball-plant baselines [--hours 24]              derives and searches them
        A reheating furnace as a Modbus TCP device, or recorded in virtual time (docs/plant.md).
          --speed N          plant time per wall time, 1 to 200
          --setpoints FILE   every change of a live setpoint and every write, with its cause
          --leash            ends when standard input closes (serve)
          --practice         the pulpit's setpoint table moves the setpoints (serve)
          --json             outcomes as JSON (serve, judge)
          --watchdog S       loops leave remote when the heartbeat rests for S seconds
          --block on|off     the companion block guards the setpoints (docs/companion-block.md);
                             then --watchdog is its watchdog, 30 if not given, 0 refuses claims
          --shed ACTION      what shed loops do: keep, safe, baseline or local; or three of them
                             with commas (block only)
          --hand-back S      plant seconds until the pulpit puts a loop back into remote (300)
          --calm             no faults, operator acts or stops from the seed
          --freeze, --spike, --open SENSOR@START:LENGTH   such as TI-302@2h:30min
          --stop START:LENGTH                    such as 3h:40min
          --take ZONE=SETPOINT@START:LENGTH      the operator takes a loop, TIC-202=1240@4h:30min
          --narrow ZONE=LOW..HIGH@START:LENGTH   the operator narrows its limits
        """

    /// A command line that cannot be understood; the text says why.
    struct Misuse: Error { let text: String }

    init(_ arguments: [String]) throws(Misuse) {
        var rest = arguments[...]
        if let first = rest.first, let verb = Verb(rawValue: first) {
            self.verb = verb
            rest = rest.dropFirst()
        }
        while let option = rest.popFirst() {
            switch option {
            case "--practice": isPractised = true
            case "--leash": isLeashed = true
            case "--calm": isCalm = true
            case "--json": isJSON = true
            default:
                guard option.hasPrefix("--") else {
                    throw Misuse(text: "\(option) is not an option")
                }
                guard let value = rest.popFirst() else {
                    throw Misuse(text: "\(option) needs a value")
                }
                try take(option, value)
            }
        }
        if record != nil { verb = .record }
        if watchdog == 0, !runsBlock { throw Misuse(text: "--watchdog 0 needs --block on") }
    }

    /// How the companion block is set up; nil without it.
    var block: PlantBlock.Setup? {
        guard runsBlock else { return nil }
        var setup = PlantBlock.Setup()
        if let watchdog { setup.watchdog = UInt32(watchdog * 1000) }
        setup.shedActions =
            shedActions.count == 3
            ? shedActions
            : [
                ShedAction
            ](repeating: shedActions[0], count: 3)
        setup.handBack = handBack
        return setup
    }

    private mutating func take(_ option: String, _ value: String) throws(Misuse) {
        switch option {
        case "--host": host = value
        case "--record": record = value
        case "--truth": truth = value
        case "--setpoints": setpoints = value
        case "--port": port = Int(try PlantOptions.number(value, 0...65_535, option))
        case "--speed": speed = try PlantOptions.number(value, 1...200, option)
        case "--hours": hours = try PlantOptions.number(value, 0.01...100_000, option)
        case "--watchdog": watchdog = try PlantOptions.number(value, 0...86_400, option)
        case "--hand-back": handBack = try PlantOptions.number(value, 0...86_400, option)
        case "--block":
            guard ["on", "off"].contains(value) else { throw Misuse(text: "--block on or off") }
            runsBlock = value == "on"
        case "--shed": shedActions = try PlantOptions.sheds(value)
        case "--seed":
            guard let number = UInt64(value) else { throw Misuse(text: "seed \(value)") }
            seed = number
        case "--freeze": faults.append(try PlantOptions.fault(.freeze, value))
        case "--spike": faults.append(try PlantOptions.fault(.spike, value))
        case "--open": faults.append(try PlantOptions.fault(.open, value))
        case "--stop": stops.append(try PlantOptions.span(value))
        case "--take", "--narrow": acts.append(try PlantOptions.act(option, value))
        default: throw Misuse(text: "\(option) is not an option")
        }
    }

    private static func number(
        _ text: String, _ range: ClosedRange<Double>, _ option: String
    ) throws(Misuse) -> Double {
        guard let number = Double(text), range.contains(number) else {
            throw Misuse(text: "\(option) \(text): wants a number from \(range)")
        }
        return number
    }

    private static func sheds(_ text: String) throws(Misuse) -> [ShedAction] {
        let words: [String: ShedAction] = [
            "keep": .keep, "safe": .rampToSafe, "baseline": .returnToBaseline,
            "local": .returnToLocal,
        ]
        let actions = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { words[String($0)] }
        let known = actions.compactMap { $0 }
        guard known.count == actions.count, known.count == 1 || known.count == 3 else {
            throw Misuse(text: "--shed \(text): wants keep, safe, baseline or local, one or three")
        }
        return known
    }

    /// "2h", "30min", "45s" or plain seconds.
    private static func seconds(_ text: String) throws(Misuse) -> Double {
        for (suffix, factor) in [("min", 60.0), ("h", 3600), ("s", 1), ("", 1)]
        where text.hasSuffix(suffix) {
            if let number = Double(text.dropLast(suffix.count)), number >= 0 {
                return number * factor
            }
            break
        }
        throw Misuse(text: "\(text): wants a time such as 2h, 30min or 45s")
    }

    /// "2h:30min": start and length.
    private static func span(_ text: String) throws(Misuse) -> (from: Double, until: Double) {
        let parts = text.split(separator: ":")
        guard parts.count == 2 else { throw Misuse(text: "\(text): wants START:LENGTH") }
        let from = try seconds(String(parts[0]))
        return (from, from + (try seconds(String(parts[1]))))
    }

    private static func fault(
        _ kind: SensorFault.Kind, _ text: String
    ) throws(Misuse) -> SensorFault {
        let parts = text.split(separator: "@")
        guard parts.count == 2, let sensor = FaultySensor(rawValue: String(parts[0])) else {
            let known = FaultySensor.allCases.map(\.rawValue).joined(separator: ", ")
            throw Misuse(text: "\(text): wants SENSOR@START:LENGTH, sensors are \(known)")
        }
        let (from, until) = try span(String(parts[1]))
        return SensorFault(sensor: sensor, kind: kind, from: from, until: until)
    }

    private static func act(_ option: String, _ text: String) throws(Misuse) -> OperatorAct {
        let wrong = Misuse(
            text: "\(text): wants TIC-202=1240@4h:30min or TIC-202=1000..1240@4h:30min")
        let parts = text.split(separator: "@")
        guard parts.count == 2 else { throw wrong }
        let sides = parts[0].split(separator: "=")
        guard sides.count == 2,
            let zone = ["TIC-201", "TIC-202", "TIC-203"].firstIndex(of: sides[0])
        else { throw wrong }
        let (from, until) = try span(String(parts[1]))
        if option == "--take", let setpoint = Double(sides[1]), setpoint.isFinite {
            return OperatorAct(
                zone: zone, deed: .takes(setpoint: setpoint), from: from, until: until)
        }
        let limits = sides[1].split(separator: "..").compactMap { Double($0) }
        guard option == "--narrow", limits.count == 2, limits[0] <= limits[1] else { throw wrong }
        return OperatorAct(
            zone: zone, deed: .narrows(low: limits[0], high: limits[1]), from: from, until: until)
    }

    /// The furnace that these options describe.
    func furnace() -> Furnace {
        var settings = FurnaceSettings()
        if isCalm {
            settings.faultsHappen = false
            settings.operatorActs = false
            settings.stopsHappen = false
        }
        var furnace = Furnace(settings: settings, seed: seed)
        for fault in faults { furnace.order(fault) }
        for act in acts { furnace.order(act) }
        for stop in stops { furnace.order(stopFrom: stop.from, until: stop.until) }
        return furnace
    }
}
